import Lanes
import Models
import Tensors

/// Kronecker-factored approximate curvature (Martens and Grosse 2015), scaled into a trust region as in
/// ACKTR (Wu et al. 2017): turns a gradient into the direction of a step.
///
/// The Fisher matrix of a layer is taken for the Kronecker product of A and G (see `KroneckerLayer`),
/// whose running means this keeps. In the bases of their eigenvectors Q the product is diagonal, and the
/// damped inverse times the gradient ∇W [in, out] becomes
///
///     V = Q_A [ (Q_Aᵀ ∇W Q_G) / (d_A d_Gᵀ + damping) ] Q_Gᵀ
///
/// A GRU's layers may have bases, instead, that take the correlation of successive steps into account
/// (Martens, Ba and Johnson 2018).
///
/// Everything is sized once: a step allocates nothing.
package final class KFAC: @unchecked Sendable {
  let configuration: KFACConfiguration
  /// Times the parameters it is added to the gradient, and to the damping.
  let weightDecay: Float
  package let layout: KroneckerLayout
  let policy: Policy
  private let pool: LanePool

  private let arena: Arena
  /// The sums over each shard's rows, [shards, matrices].
  let parts: Matrix
  /// The sums over all shards, [1, matrices].
  let sums: Matrix
  /// The running means, [1, matrices].
  package let factors: Matrix
  /// Their eigenvectors as rows, [1, matrices].
  let bases: Matrix
  /// Their eigenvalues, in ascending order and 0 where they are next to nothing; [1, eigenvalues].
  package let eigenvalues: Matrix
  /// V of every layer in the parameters' layout, [1, count].
  package let direction: Matrix
  let workspaces: [KFACLayerWorkspace]
  let decompositions: [FactorDecomposition]
  /// Of each layer whose samples are taken for the steps of sequences.
  let correlations: [LayerCorrelations?]
  let sequenceCurvature: SequenceCurvature
  let sequenceLength: Int
  /// v · ∇L of each layer, the loss's gradient with weight decay.
  let products: SharedNumbers

  // What the lanes read while a task runs.
  var gradient: Matrix
  var isSampled = false
  var isDecomposed = false
  var step = 0
  var sampleCount = 1
  private var factorTask: LanePool.Task = { _ in }
  private var layerTask: LanePool.Task = { _ in }
  private var correlationTask: LanePool.Task = { _ in }

  /// - Parameters:
  ///   - sequenceLength: the number of steps of the sequences in a minibatch.
  ///   - shardCount: the number of shards that give their parts of the factors.
  init(
    policy: Policy, configuration: KFACConfiguration, weightDecay: Double, sequenceLength: Int,
    shardCount: Int, pool: LanePool
  ) {
    self.configuration = configuration
    self.weightDecay = Float(weightDecay)
    self.policy = policy
    self.pool = pool
    let layout = KroneckerLayout(
      of: policy, foldsBiases: configuration.bias == .folded,
      hasLags: configuration.recurrence == .decaying)
    self.sequenceLength = sequenceLength
    sequenceCurvature = SequenceCurvature(stepCount: sequenceLength)
    self.layout = layout
    correlations = layout.layers.map { LayerCorrelations($0) }
    let (arena, buffers) = Arena.carve { carver in
      (
        parts: carver.matrix(rows: shardCount, columns: layout.matrices.count),
        sums: carver.matrix(rows: 1, columns: layout.matrices.count),
        factors: carver.matrix(rows: 1, columns: layout.matrices.count),
        bases: carver.matrix(rows: 1, columns: layout.matrices.count),
        eigenvalues: carver.matrix(rows: 1, columns: layout.eigenvalues.count),
        direction: carver.matrix(rows: 1, columns: policy.layout.count),
        workspaces: layout.layers.map { KFACLayerWorkspace($0, in: &carver) }
      )
    }
    self.arena = arena
    parts = buffers.parts
    sums = buffers.sums
    factors = buffers.factors
    bases = buffers.bases
    eigenvalues = buffers.eigenvalues
    direction = buffers.direction
    workspaces = buffers.workspaces
    gradient = buffers.direction
    decompositions = layout.factors.map { FactorDecomposition(order: $0.order) }
    products = SharedNumbers(count: layout.layers.count)
    // Made once because making a closure allocates.
    factorTask = { [unowned self] factor in self.refresh(factor: factor) }
    layerTask = { [unowned self] layer in self.precondition(layer: layer) }
    correlationTask = { [unowned self] layer in self.correlate(layer: layer) }
  }

  /// What is added to the curvature.
  var damping: Float { Float(configuration.damping) + weightDecay }

  /// Whether a step, the first being 0, begins with new samples of the factors.
  package func isSampled(step: Int) -> Bool { step % configuration.statisticsInterval == 0 }

  /// What has to be kept between steps, by name.
  var state: [FlatState] {
    [
      FlatState(name: "factors", values: factors, layout: layout.matrices),
      FlatState(name: "bases", values: bases, layout: layout.matrices),
      FlatState(name: "eigenvalues", values: eigenvalues, layout: layout.eigenvalues),
    ]
  }

  /// Takes up what the shards sampled, if they did, and writes the ``direction`` for a gradient.
  ///
  /// - Parameters:
  ///   - step: the number of the step, the first being 0.
  ///   - sampleCount: the number of samples in the minibatch, B.
  /// - Throws: `TrainingError` where a factor or a layer's direction cannot be used; it says which.
  func precondition(
    _ gradient: Matrix, step: Int, sampleCount: Int, learningRate: Double
  ) throws(TrainingError) -> TrustRegion {
    self.gradient = gradient
    self.step = step
    self.sampleCount = sampleCount
    isSampled = isSampled(step: step)
    isDecomposed = step % configuration.eigenInterval == 0
    if isSampled || isDecomposed {
      pool.run(shardCount: layout.factors.count, factorTask)
      try checkFactors()
      if isDecomposed && configuration.recurrence == .decaying {
        pool.run(shardCount: layout.layers.count, correlationTask)
        try checkCorrelations()
      }
    }
    pool.run(shardCount: layout.layers.count, layerTask)
    try checkDirection()
    return TrustRegion(
      product: products.sum, learningRate: learningRate, klClip: configuration.klClip)
  }
}
