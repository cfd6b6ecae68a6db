import Tensors

/// Measures the fastest that matrix products of a policy's sizes get on one thread, which bounds what
/// any update can do.
enum MatrixBenchmark {
  private static let shapes = [(m: 64, k: 64, n: 64), (m: 256, k: 64, n: 192)]
  /// Short measurements and many, because the best counts: one of them is undisturbed.
  private static let (seconds, repeats) = (0.01, 50)

  static func measure() -> [MatrixResult] {
    shapes.map { shape in
      let (arena, (left, right, product)) = Arena.carve { carver in
        (
          carver.matrix(rows: shape.m, columns: shape.k),
          carver.matrix(rows: shape.k, columns: shape.n),
          carver.matrix(rows: shape.m, columns: shape.n)
        )
      }
      left.fill(0.5)
      right.fill(0.25)
      let operations = 2 * shape.m * shape.k * shape.n
      let calls = 100
      let rates = withExtendedLifetime(arena) {
        (0..<repeats).map { _ in
          Rate.measure(count: calls * operations, seconds: seconds) {
            for _ in 0..<calls { product.multiply(left, right) }
          }
        }
      }
      return MatrixResult(
        rows: shape.m, inner: shape.k, columns: shape.n, gigaflops: Spread(rates).maximum * 1e-9)
    }
  }
}

/// The best rate of products [rows, columns] = [rows, inner] · [inner, columns].
struct MatrixResult: Encodable {
  let rows, inner, columns: Int
  let gigaflops: Double
}
