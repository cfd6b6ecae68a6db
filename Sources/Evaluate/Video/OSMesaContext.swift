/// OpenGL computed by the processor, with Mesa's interface of its own for that.
@safe final class OSMesaContext: OffscreenContext {
  private typealias Create =
    @convention(c) (UInt32, Int32, Int32, Int32, UnsafeMutableRawPointer?) ->
    UnsafeMutableRawPointer?
  private typealias MakeCurrent =
    @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer, UInt32, Int32, Int32) -> UInt8
  private typealias Destroy = @convention(c) (UnsafeMutableRawPointer) -> Void

  private let context: UnsafeMutableRawPointer
  private let makeCurrentFunction: MakeCurrent
  private let destroy: Destroy
  /// The one pixel of the picture that OSMesa wants; MuJoCo draws into a buffer of its own.
  private let pixel = UnsafeMutableRawPointer.allocate(byteCount: 4, alignment: 4)

  // From GL/osmesa.h and GL/gl.h.
  private static let rgba: UInt32 = 0x1908
  private static let unsignedByte: UInt32 = 0x1401

  init?() {
    guard let library = SharedLibrary("libOSMesa.so.8", "libOSMesa.so"),
      let create = unsafe library.function("OSMesaCreateContextExt", Create.self),
      let makeCurrent = unsafe library.function("OSMesaMakeCurrent", MakeCurrent.self),
      let destroy = unsafe library.function("OSMesaDestroyContext", Destroy.self),
      let context = unsafe create(Self.rgba, 24, 8, 0, nil)
    else { return nil }
    unsafe self.context = context
    unsafe makeCurrentFunction = makeCurrent
    unsafe self.destroy = destroy
  }

  deinit {
    unsafe destroy(context)
    unsafe pixel.deallocate()
  }

  func makeCurrent() -> Bool {
    unsafe makeCurrentFunction(context, pixel, Self.unsignedByte, 1, 1) != 0
  }
}
