import Environments

/// Turns pictures into pixels, without a display. It is to be used by one thread.
package final class PictureRenderer {
  package let size: VideoSize
  /// The name of the camera, or nil for the one that suits a model best.
  private let camera: String?
  private let context: any OffscreenContext
  /// The model that was drawn last.
  private var view: ModelView?
  /// The last picture, three bytes for each pixel, the lowest row first.
  package private(set) var pixels: [UInt8]

  /// - Parameter camera: The name of the camera that scenes are seen from, or `free`; nil for `track`, or
  ///   else the model's first, or else `free`.
  package init(size: VideoSize, camera: String? = nil) throws(VideoError) {
    self.size = size
    self.camera = camera
    context = try makeOffscreenContext()
    pixels = [UInt8](repeating: 0, count: 3 * size.width * size.height)
  }

  deinit {
    // The view frees what it has in the context, which has to be current and still there.
    _ = context.makeCurrent()
    view = nil
  }

  /// Draws a picture with its caption into ``pixels``. Small pictures have none.
  package func render(_ picture: EnvironmentPicture, caption: VideoCaption?) throws(VideoError) {
    guard context.makeCurrent() else { throw .noOpenGL("its context cannot be used") }
    let caption = size.height < Self.leastCaptionHeight ? nil : caption
    switch picture.content {
    case .scene(let pose):
      let view = try view(of: pose.model, camera: camera)
      try view.draw(pose)
      if let caption { view.overlay(caption.lines) }
      view.read(into: &pixels)
    case .card(let card):
      if let camera { throw .unknownCamera(camera, cameras: []) }
      let view = try view(of: Self.paper.get(), camera: nil)
      let area = CardArea(left: 0, bottom: 0, width: size.width, height: size.height)
      let layout = CardLayout(
        card, caption: caption, area: area, letterHeight: view.letterHeight)
      CardTile.draw(layout.tiles, in: view)
      view.read(into: &pixels)
    }
  }

  /// Below this many pixels a caption would hide what there is to see.
  private static let leastCaptionHeight = 160

  /// A model of nothing, for pictures that are not of a model.
  private static let paper = Result { () throws(VideoError) in
    do throws(EnvironmentError) {
      return try MuJoCoModel(name: "card", xml: Array("<mujoco/>".utf8))
    } catch {
      throw VideoError.undrawable(model: "card", message: error.message)
    }
  }

  private func view(
    of model: MuJoCoModel, camera: String?
  ) throws(VideoError) -> ModelView {
    if let view, view.source === model { return view }
    view = nil
    let view = try ModelView(model, size: size, camera: camera)
    self.view = view
    return view
  }
}
