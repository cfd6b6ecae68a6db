/// OpenGL through EGL without any display (the extension EGL_MESA_platform_surfaceless).
@safe final class EGLContext: OffscreenContext {
  private typealias Handle = UnsafeMutableRawPointer
  private typealias GetDisplay =
    @convention(c) (UInt32, Handle?, UnsafePointer<Int>?) -> Handle?
  private typealias Initialize =
    @convention(c) (Handle, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?) -> UInt32
  private typealias BindAPI = @convention(c) (UInt32) -> UInt32
  private typealias Create =
    @convention(c) (Handle, Handle?, Handle?, UnsafePointer<Int32>?) -> Handle?
  private typealias MakeCurrent = @convention(c) (Handle, Handle?, Handle?, Handle?) -> UInt32
  private typealias Destroy = @convention(c) (Handle, Handle) -> UInt32

  private let display: UnsafeMutableRawPointer
  private let context: UnsafeMutableRawPointer
  private let makeCurrentFunction: MakeCurrent
  private let destroy: Destroy

  // From EGL/egl.h and EGL/eglext.h.
  private static let surfacelessPlatform: UInt32 = 0x31DD
  private static let openGL: UInt32 = 0x30A2

  init?() {
    guard let library = SharedLibrary("libEGL.so.1", "libEGL.so"),
      let getDisplay = unsafe library.function("eglGetPlatformDisplay", GetDisplay.self),
      let initialize = unsafe library.function("eglInitialize", Initialize.self),
      let bindAPI = unsafe library.function("eglBindAPI", BindAPI.self),
      let create = unsafe library.function("eglCreateContext", Create.self),
      let makeCurrent = unsafe library.function("eglMakeCurrent", MakeCurrent.self),
      let destroy = unsafe library.function("eglDestroyContext", Destroy.self),
      let display = unsafe getDisplay(Self.surfacelessPlatform, nil, nil),
      unsafe initialize(display, nil, nil) != 0, bindAPI(Self.openGL) != 0,
      let context = unsafe create(display, nil, nil, nil)
    else { return nil }
    unsafe self.display = display
    unsafe self.context = context
    unsafe makeCurrentFunction = makeCurrent
    unsafe self.destroy = destroy
  }

  deinit {
    _ = unsafe makeCurrentFunction(display, nil, nil, nil)
    _ = unsafe destroy(display, context)
  }

  func makeCurrent() -> Bool { unsafe makeCurrentFunction(display, nil, nil, context) != 0 }
}
