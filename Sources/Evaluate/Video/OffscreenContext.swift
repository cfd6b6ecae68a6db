/// A context of OpenGL without a window. It belongs to the thread that it was made current on last.
protocol OffscreenContext: AnyObject {
  /// Makes it the context that this thread draws with; says whether that worked.
  func makeCurrent() -> Bool
}

/// The ways to draw without a window, in the order in which they are tried.
///
/// Both are Mesa's and give the same pixels. OSMesa needs less of the system and was
/// not slower than EGL without a graphics card. The libraries are loaded when the first video is made,
/// so that nothing else depends on them; MuJoCo finds the one that is loaded.
func makeOffscreenContext() throws(VideoError) -> any OffscreenContext {
  guard let context: any OffscreenContext = OSMesaContext() ?? EGLContext() else {
    throw .noOpenGL("neither OSMesa nor EGL without a display works here")
  }
  guard context.makeCurrent() else { throw .noOpenGL("its context cannot be used") }
  return context
}
