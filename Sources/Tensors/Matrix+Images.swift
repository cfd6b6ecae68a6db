import CKernels

/// A convolution with square kernels over images of `height` by `width` places with some channels each.
/// Around an image are `padding` rows and columns of zeros; where the stride does not divide, the last
/// rows and columns are not seen.
public struct ConvolutionShape: Sendable, Hashable {
  public let height, width, channels: Int
  public let kernel, stride, padding: Int

  public init(height: Int, width: Int, channels: Int, kernel: Int, stride: Int, padding: Int) {
    self.height = height
    self.width = width
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// The number of numbers in an image.
  public var imageSize: Int { height * width * channels }
  /// The places of the kernel down and across; less than 1 where it is larger than the image.
  public var outputHeight: Int { places(along: height) }
  public var outputWidth: Int { places(along: width) }
  public var outputPlaces: Int { outputHeight * outputWidth }
  /// What the kernel sees at a place.
  public var patchSize: Int { kernel * kernel * channels }

  private func places(along length: Int) -> Int {
    let room = length + 2 * padding - kernel
    return room < 0 ? 0 : room / stride + 1
  }

  fileprivate var kernelShape: ck_convolution {
    ck_convolution(
      height: height, width: width, channels: channels, kernel: kernel, stride: stride,
      padding: padding)
  }
}

extension Matrix {
  /// Turns rows of bytes, each an image [channels, places] from `column` on, into rows of numbers
  /// [places, channels], multiplied by `scale`.
  public func readImages(_ bytes: ByteMatrix, at column: Int, channels: Int, scale: Float) {
    precondition(rows == bytes.rows && column >= 0 && column + columns <= bytes.columns)
    for row in 0..<rows {
      unsafe ck_image(
        base + row * stride, bytes.base + row * bytes.columns + column, channels,
        columns / channels, scale)
    }
  }

  /// What a kernel sees of `images`, [n, shape.imageSize]: [n · places, patch size], a patch row by row of
  /// the image, places with their channels together.
  public func readPatches(of images: Matrix, _ shape: ConvolutionShape) {
    precondition(isPatches(of: images, shape))
    var kernel = shape.kernelShape
    for row in 0..<images.rows {
      unsafe ck_patches(
        base + row * shape.outputPlaces * stride, images.base + row * images.stride, &kernel)
    }
  }

  /// Adds patches, shaped likewise, to where they come from in `images`.
  public func addPatches(to images: Matrix, _ shape: ConvolutionShape) {
    precondition(isPatches(of: images, shape))
    var kernel = shape.kernelShape
    for row in 0..<images.rows {
      unsafe ck_add_patches(
        images.base + row * images.stride, base + row * shape.outputPlaces * stride, &kernel)
    }
  }

  private func isPatches(of images: Matrix, _ shape: ConvolutionShape) -> Bool {
    isContiguous && rows == images.rows * shape.outputPlaces && columns == shape.patchSize
      && images.columns == shape.imageSize
  }
}
