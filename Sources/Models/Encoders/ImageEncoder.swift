import Spaces
import Tensors

/// An image through convolutions and a dense layer with rectified units, as the original work's CNNBase;
/// the numbers of vectors beside it join the layer's outputs as they are.
///
/// An image is worked off with its channels together at each place. Its bytes become numbers from 0 to 1
/// here, those of symbolic images 0, 1, 2, ... A few images at a time go through all convolutions, so
/// that what the kernels see of them stays in the second cache.
package struct ImageEncoder: ObservationEncoder {
  package static let name = "image"
  package let convolutions: [Convolution]
  let dense: Dense
  /// The numbers of an image's bytes.
  private let scale: Float
  private let numberCount: Int
  /// The most images that go through the convolutions together.
  private let blockCount: Int

  /// More would leave the second cache; 4 bytes each.
  private static let largestPatches = 1 << 16

  /// The image of an observation that has one and otherwise vectors only.
  private static func image(in observation: ObservationLayout) -> ObservationLayout.Field? {
    let images = observation.fields.filter { $0.element == .uint8 }
    let others = observation.fields.filter { $0.element != .uint8 }
    guard images.count == 1, images[0].shape.count == 3,
      others.allSatisfy({ $0.shape.count == 1 })
    else { return nil }
    return images[0]
  }

  package static func accepts(_ observation: ObservationLayout) -> Bool {
    image(in: observation) != nil
  }

  /// Whether these convolutions leave something of the image.
  static func accepts(_ observation: ObservationLayout, _ convolutions: Convolutions) -> Bool {
    image(in: observation).map { shapes(of: convolutions, on: $0) != nil } ?? false
  }

  private static func shapes(
    of convolutions: Convolutions, on image: ObservationLayout.Field
  ) -> [ConvolutionShape]? {
    convolutions.shapes(
      channels: image.shape[0], height: image.shape[1], width: image.shape[2])
  }

  package init(_ observation: ObservationLayout, in layout: inout ParameterLayout) {
    guard let encoder = try? ImageEncoder(observation, .small, size: 128, in: &layout) else {
      preconditionFailure("the encoder was asked whether it accepts the observation")
    }
    self = encoder
  }

  /// - Throws: where the convolutions shrink the image to nothing.
  init(
    _ observation: ObservationLayout, _ plan: Convolutions, size: Int,
    activation: Activation = .relu, in layout: inout ParameterLayout
  ) throws(PolicyConfigurationError) {
    guard let image = Self.image(in: observation), let shapes = Self.shapes(of: plan, on: image)
    else {
      throw PolicyConfigurationError(
        """
        The convolutions \(plan.description) leave nothing of the observations \(observation); take fewer of \
        them, or smaller kernels and strides (\(setting: "encoder")).
        """)
    }
    convolutions = zip(shapes, plan.layers).enumerated().map { index, layer in
      Convolution("conv_\(index)", layer.0, maps: layer.1.maps, in: &layout)
    }
    let last = convolutions[convolutions.count - 1]
    dense = Dense(
      "encoder", inputs: last.outputSize, outputs: size, activation: activation,
      gain: Float(2).squareRoot(), in: &layout)
    scale = image.isSymbolic ? 1 : 1 / 255
    numberCount = observation.numberCount
    let largest = shapes.map { $0.outputPlaces * $0.patchSize }.max() ?? 1
    blockCount = max(1, Self.largestPatches / largest)
  }

  package var outputSize: Int { dense.outputCount + numberCount }
  package var linearMaps: [LinearMap] { convolutions.map(\.linearMap) + [dense.linearMap] }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    for convolution in convolutions { convolution.initialize(parameters, using: &random) }
    dense.initialize(parameters, using: &random)
  }

  package final class Cache: EncoderCache {
    /// What each convolution gave, [R, its size].
    package let maps: [Matrix]
    package let features: Matrix  // [R, F]
    let block: Block
    package let outputs: [(name: String, output: Matrix)]

    fileprivate init(_ encoder: ImageEncoder, rows: Int, in carver: inout Carver) {
      maps = encoder.convolutions.map { carver.matrix(rows: rows, columns: $0.outputSize) }
      features = carver.matrix(rows: rows, columns: encoder.outputSize)
      block = Block(encoder, rows: rows, in: &carver)
      outputs =
        zip(encoder.convolutions.map(\.name), maps).map { ($0, $1) }
        + [(encoder.dense.name, features.columns(0..<encoder.dense.outputCount))]
    }
  }

  /// What the images of a block are worked off in.
  struct Block: Sendable {
    /// The images as numbers, [images, places · channels].
    let images: Matrix
    /// What a kernel sees, one after the other; [1, the most].
    let patches: Matrix

    fileprivate init(_ encoder: ImageEncoder, rows: Int, in carver: inout Carver) {
      let count = min(rows, encoder.blockCount)
      let shapes = encoder.convolutions.map(\.shape)
      images = carver.matrix(rows: count, columns: shapes[0].imageSize)
      patches = carver.matrix(
        rows: 1, columns: count * (shapes.map { $0.outputPlaces * $0.patchSize }.max() ?? 0))
    }

    /// Room for what a kernel sees of `count` images.
    fileprivate func patches(_ shape: ConvolutionShape, count: Int) -> Matrix {
      let rows = count * shape.outputPlaces
      return patches.columns(0..<rows * shape.patchSize)
        .reshaped(rows: rows, columns: shape.patchSize)
    }
  }

  package final class GradientBuffers: Sendable {
    /// dL/d(what the last convolution gave), [R, its size].
    let maps: Matrix
    /// dL/d(what each convolution below the last gave) of a block, [images, its size].
    let below: [Matrix]
    /// The transposed weights of each but the first, [maps, patch size].
    let transposed: [Matrix]
    let scratch: Matrix
    let block: Block

    fileprivate init(_ encoder: ImageEncoder, rows: Int, in carver: inout Carver) {
      let convolutions = encoder.convolutions
      maps = carver.matrix(rows: rows, columns: encoder.dense.inputCount)
      below = convolutions.dropLast().map {
        carver.matrix(rows: min(rows, encoder.blockCount), columns: $0.outputSize)
      }
      transposed = convolutions.enumerated().map { index, convolution in
        carver.matrix(
          rows: convolution.maps, columns: index == 0 ? 0 : convolution.shape.patchSize)
      }
      scratch = carver.matrix(rows: 1, columns: encoder.dense.scratchSize)
      block = Block(encoder, rows: rows, in: &carver)
    }
  }

  package func makeCache(rows: Int, in carver: inout Carver) -> Cache {
    Cache(self, rows: rows, in: &carver)
  }

  package func makeGradientBuffers(rows: Int, in carver: inout Carver) -> GradientBuffers {
    GradientBuffers(self, rows: rows, in: &carver)
  }

  /// Calls `body` with the rows of each block, and its images as numbers.
  private func forEachBlock(
    of observations: Observations, _ block: Block, _ body: (Range<Int>, Matrix) -> Void
  ) {
    let shape = convolutions[0].shape
    for start in stride(from: 0, to: observations.rowCount, by: blockCount) {
      let rows = start..<min(start + blockCount, observations.rowCount)
      let images = block.images.rows(0..<rows.count)
      images.readImages(
        observations.images.rows(rows), at: 0, channels: shape.channels, scale: scale)
      body(rows, images)
    }
  }

  package func forward(_ observations: Observations, cache: Cache, parameters: Matrix) -> Matrix {
    forEachBlock(of: observations, cache.block) { rows, images in
      var x = images
      for (convolution, maps) in zip(convolutions, cache.maps) {
        let y = maps.rows(rows)
        convolution.forward(
          x, into: y, patches: cache.block.patches(convolution.shape, count: rows.count),
          parameters: parameters)
        x = y
      }
    }
    let rows = 0..<observations.rowCount
    let features = cache.features.rows(rows)
    dense.forward(
      cache.maps[cache.maps.count - 1].rows(rows), into: features.columns(0..<dense.outputCount),
      parameters: parameters)
    features.columns(dense.outputCount..<outputSize).copy(from: observations.numbers)
    return features
  }

  package func output(_ observations: Observations, cache: Cache) -> Matrix {
    cache.features.rows(0..<observations.rowCount)
  }

  package func backward(
    _ observations: Observations, outputGradient: Matrix, cache: Cache, buffers: GradientBuffers,
    parameters: Matrix, sink: ParameterSink
  ) {
    let (rows, columns) = (0..<observations.rowCount, 0..<dense.outputCount)
    dense.backward(
      x: cache.maps[cache.maps.count - 1].rows(rows),
      y: cache.features.rows(rows).columns(columns), yGradient: outputGradient.columns(columns),
      xGradient: buffers.maps.rows(rows), scratch: buffers.scratch, parameters: parameters,
      sink: sink)
    for (convolution, transposed) in zip(convolutions, buffers.transposed)
    where transposed.columns > 0 {
      convolution.weight.view(in: parameters).transpose(into: transposed)
    }
    forEachBlock(of: observations, buffers.block) { rows, images in
      for index in convolutions.indices.reversed() {
        let isLast = index == convolutions.count - 1
        let convolution = convolutions[index]
        convolution.backward(
          index == 0 ? images : cache.maps[index - 1].rows(rows), y: cache.maps[index].rows(rows),
          yGradient: isLast
            ? buffers.maps.rows(rows) : buffers.below[index].rows(0..<rows.count),
          imagesGradient: index == 0 ? nil : buffers.below[index - 1].rows(0..<rows.count),
          patches: buffers.block.patches(convolution.shape, count: rows.count),
          transposed: buffers.transposed[index], isContinuing: rows.lowerBound > 0, sink: sink)
      }
    }
  }
}
