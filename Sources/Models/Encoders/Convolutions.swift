import Tensors

/// Convolutions one above another, without the image that they see: `32x8s4,64x4s2,64x3s1` is 32 maps by
/// kernels of 8 x 8 places that move 4 places at a time, and so on. `p1` behind one puts a row and a
/// column of zeros around what it sees.
struct Convolutions: Sendable, Hashable, CustomStringConvertible {
  struct Layer: Sendable, Hashable {
    let maps, kernel, stride, padding: Int
  }

  let layers: [Layer]

  private init(_ layers: Layer...) { self.layers = layers }

  /// Mnih et al. 2015 (Nature 518:529).
  static let nature = Convolutions(
    Layer(maps: 32, kernel: 8, stride: 4, padding: 0),
    Layer(maps: 64, kernel: 4, stride: 2, padding: 0),
    Layer(maps: 64, kernel: 3, stride: 1, padding: 0))
  /// The same with fewer maps at last, as in the original work.
  static let cnnBase = Convolutions(
    Layer(maps: 32, kernel: 8, stride: 4, padding: 0),
    Layer(maps: 64, kernel: 4, stride: 2, padding: 0),
    Layer(maps: 32, kernel: 3, stride: 1, padding: 0))
  /// For grids of ten by ten places or so, as MinAtar's (Young and Tian 2019).
  static let small = Convolutions(Layer(maps: 16, kernel: 3, stride: 1, padding: 0))

  private static let counts = 1...16
  private static let sizes = 1...4096

  /// Reads what ``description`` writes.
  init(_ text: String) throws(PolicyConfigurationError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    var layers = [Layer]()
    for part in parts {
      guard let layer = Self.layer(part) else {
        throw PolicyConfigurationError(
          """
          \(setting: "encoder") has '\(String(part))', which is no convolution; write maps, kernel, stride \
          and, if you like, padding, such as 32x8s4 or 16x3s1p1, separated by commas.
          """)
      }
      layers.append(layer)
    }
    guard Self.counts.contains(layers.count) else {
      throw PolicyConfigurationError(
        "\(setting: "encoder") has \(layers.count) convolutions; it can have from 1 to 16.")
    }
    self.layers = layers
  }

  private static func layer(_ text: Substring) -> Layer? {
    guard let match = text.wholeMatch(of: /([0-9]+)x([0-9]+)s([0-9]+)(?:p([0-9]+))?/),
      let maps = Int(match.1), let kernel = Int(match.2), let stride = Int(match.3),
      let padding = match.4.map({ Int($0) }) ?? 0,
      sizes.contains(maps), sizes.contains(kernel), sizes.contains(stride), padding < kernel
    else { return nil }
    return Layer(maps: maps, kernel: kernel, stride: stride, padding: padding)
  }

  var description: String {
    layers.map { layer in
      "\(layer.maps)x\(layer.kernel)s\(layer.stride)"
        + (layer.padding > 0 ? "p\(layer.padding)" : "")
    }.joined(separator: ",")
  }

  /// The shapes of all of them on an image; nil where they shrink it to nothing.
  func shapes(channels: Int, height: Int, width: Int) -> [ConvolutionShape]? {
    var shapes = [ConvolutionShape]()
    var (channels, height, width) = (channels, height, width)
    for layer in layers {
      let shape = ConvolutionShape(
        height: height, width: width, channels: channels, kernel: layer.kernel,
        stride: layer.stride, padding: layer.padding)
      guard shape.outputPlaces > 0 else { return nil }
      shapes.append(shape)
      (channels, height, width) = (layer.maps, shape.outputHeight, shape.outputWidth)
    }
    return shapes
  }
}
