import Tensors

/// Measures the fastest that matrix products of a policy's sizes get on one thread, which bounds what
/// any update can do.
enum MatrixBenchmark {
  private static let shapes = [(m: 64, k: 64, n: 64), (m: 256, k: 64, n: 192)]
  /// Short measurements and many, because the best counts: one of them is undisturbed.
  private static let (seconds, repeats) = (0.01, 50)

  static func measure() -> [MatrixResult] {
    shapes.map { measure(rows: $0.m, inner: $0.k, columns: $0.n) }
  }

  static func measure(rows: Int, inner: Int, columns: Int) -> MatrixResult {
    let (arena, (left, right, product)) = Arena.carve { carver in
      (
        carver.matrix(rows: rows, columns: inner), carver.matrix(rows: inner, columns: columns),
        carver.matrix(rows: rows, columns: columns)
      )
    }
    left.fill(0.5)
    right.fill(0.25)
    let operations = 2 * rows * inner * columns
    let calls = 1 + 30_000_000 / operations
    let rates = withExtendedLifetime(arena) {
      (0..<repeats).map { _ in
        Rate.measure(count: calls * operations, seconds: seconds) {
          for _ in 0..<calls { product.multiply(left, right) }
        }
      }
    }
    return MatrixResult(
      rows: rows, inner: inner, columns: columns, gigaflops: Spread(rates).maximum * 1e-9)
  }
}

/// The best rate of products [rows, columns] = [rows, inner] · [inner, columns].
struct MatrixResult: Encodable {
  let rows, inner, columns: Int
  let gigaflops: Double
}
