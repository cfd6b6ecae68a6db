import Tensors

/// `y = max(0, kernel over x + b)`: the same linear map at every place of an image, whose places have
/// their channels together.
package struct Convolution: Sendable {
  let name: String
  package let shape: ConvolutionShape
  /// [kernel rows · kernel columns · channels, maps]
  let weight: ParameterLayout.Slot
  let bias: ParameterLayout.Slot  // [maps]

  package var maps: Int { weight.columns }
  /// The numbers of an image that it gives.
  var outputSize: Int { shape.outputPlaces * maps }
  var linearMap: LinearMap {
    LinearMap(name, weight: weight, bias: bias, places: shape.outputPlaces)
  }

  /// Appends `name/weight` and `name/bias` to `layout`.
  init(_ name: String, _ shape: ConvolutionShape, maps: Int, in layout: inout ParameterLayout) {
    self.name = name
    self.shape = shape
    weight = layout.appendMatrix(name + "/weight", rows: shape.patchSize, columns: maps)
    bias = layout.appendVector(name + "/bias", count: maps)
  }

  /// Draws an orthogonal weight; the bias is zero.
  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(weight.view(in: parameters), gain: Float(2).squareRoot(), using: &random)
    bias.view(in: parameters).fill(0)
  }

  /// n images [n, shape.imageSize] to n others [n, outputSize].
  ///
  /// - Parameter patches: room for what the kernel sees, [n · places, patch size].
  func forward(_ images: Matrix, into y: Matrix, patches: Matrix, parameters: Matrix) {
    patches.readPatches(of: images, shape)
    let y = places(of: y)
    y.multiply(patches, weight.view(in: parameters))
    y.addBiasThenReLU(bias.view(in: parameters))
  }

  /// Given dL/dy, which is overwritten, tells `sink`, and writes dL/dx where it is asked for.
  ///
  /// - Parameters:
  ///   - transposed: the transposed weights, [maps, patch size].
  ///   - isContinuing: whether images came before in the same pass.
  func backward(
    _ images: Matrix, y: Matrix, yGradient: Matrix, imagesGradient: Matrix?, patches: Matrix,
    transposed: Matrix, isContinuing: Bool, sink: ParameterSink
  ) {
    let yGradient = places(of: yGradient)
    yGradient.multiplyByReLUDerivative(output: places(of: y))
    patches.readPatches(of: images, shape)
    sink.take(
      weight: weight, bias: bias, x: patches, yGradient: yGradient, isContinuing: isContinuing)
    guard let imagesGradient else { return }
    patches.multiply(yGradient, transposed)
    imagesGradient.fill(0)
    patches.addPatches(to: imagesGradient, shape)
  }

  /// The places of images as rows.
  private func places(of images: Matrix) -> Matrix {
    images.reshaped(rows: images.rows * shape.outputPlaces, columns: maps)
  }
}
