import Foundation

/// A library of the system that is loaded when it is needed and never unloaded.
@safe struct SharedLibrary {
  private let handle: UnsafeMutableRawPointer

  /// The first of some names under which a library is there; nil where none is.
  init?(_ names: String...) {
    for name in names {
      if let handle = unsafe dlopen(name, RTLD_NOW | RTLD_GLOBAL) {
        unsafe self.handle = handle
        return
      }
    }
    return nil
  }

  /// A function of the library.
  ///
  /// - Parameter type: A type of C functions. Nothing checks that it is the right one.
  @unsafe func function<Function>(_ name: String, _ type: Function.Type) -> Function? {
    unsafe dlsym(handle, name).map { unsafe unsafeBitCast($0, to: type) }
  }
}
