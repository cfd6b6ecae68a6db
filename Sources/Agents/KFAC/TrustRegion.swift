/// How far a step may go.
struct TrustRegion {
  /// What the direction is scaled by, at most 1.
  let scale: Double
  /// The divergence that the quadratic model gives for a step of that scale, without momentum:
  /// Δᵀ F Δ / 2 with F V ≈ ∇L.
  let predictedKL: Double

  /// - Parameter product: v · ∇L over all layers.
  init(product: Double, learningRate: Double, klClip: Double) {
    let divergence = learningRate * learningRate * max(product, 0)
    scale = min(1, (klClip / divergence).squareRoot())
    predictedKL = divergence > 0 ? scale * scale * divergence / 2 : 0
  }
}
