import Tensors

/// Where a backward pass leaves what belongs to the parameters.
public struct ParameterSink: Sendable {
  /// What it is that is left.
  enum Contents {
    /// The gradient of each, in a flat buffer of their layout.
    case gradients(Matrix)
    /// Sums over the rows, from which K-FAC's factors are made.
    case statistics(KroneckerSums)
  }

  let contents: Contents

  package static func gradients(_ buffer: Matrix) -> Self { Self(contents: .gradients(buffer)) }
  package static func statistics(_ sums: KroneckerSums) -> Self {
    Self(contents: .statistics(sums))
  }

  /// Takes in one linear map, given its inputs [R, in] and dL/dy [R, out], and how the rows follow one
  /// another if they do.
  ///
  /// - Parameter isContinuing: whether rows of the same pass came before, which these are added to.
  public func take(
    weight: ParameterLayout.Slot, bias: ParameterLayout.Slot?, x: Matrix, yGradient: Matrix,
    steps: SequenceSteps? = nil, isContinuing: Bool = false
  ) {
    switch contents {
    case .gradients(let gradients):
      weight.view(in: gradients)
        .multiply(transposed: x, yGradient, accumulating: isContinuing)
      if let bias { yGradient.sumRows(into: bias.view(in: gradients), accumulating: isContinuing) }
    case .statistics(let sums):
      sums.take(
        weight: weight, bias: bias, x: x, yGradient: yGradient, steps: steps,
        isContinuing: isContinuing)
    }
  }

  /// Takes in a parameter that is added to every row alike, given dL/d(sum) of each row [R, count].
  ///
  /// - Parameter constant: what every row's gradient has besides, as that of an entropy; K-FAC's factors,
  ///   which belong to single samples' log-probabilities, leave it out.
  public func take(bias: ParameterLayout.Slot, yGradient: Matrix, constant: Float = 0) {
    switch contents {
    case .gradients(let gradients):
      let total = bias.view(in: gradients)
      for column in 0..<yGradient.columns {
        var sum = constant * Float(yGradient.rows)
        for row in 0..<yGradient.rows { sum += yGradient[row, column] }
        total[column] = sum
      }
    case .statistics(let sums):
      sums.take(weight: nil, bias: bias, x: nil, yGradient: yGradient)
    }
  }

  /// Adds to what was taken in of a vector of parameters what a term of the loss besides the
  /// log-probabilities gives each row, [R, count]; K-FAC's factors leave it out.
  public func add(_ rowGradients: Matrix, to vector: ParameterLayout.Slot) {
    guard case .gradients(let gradients) = contents else { return }
    let total = vector.view(in: gradients)
    for column in 0..<rowGradients.columns {
      var sum: Float = 0
      for row in 0..<rowGradients.rows { sum += rowGradients[row, column] }
      total[column] += sum
    }
  }

  /// Takes in a vector of parameters, given what each row's step has of its gradient, [R, count].
  public func take(
    vector: ParameterLayout.Slot, rowGradients: Matrix, steps: SequenceSteps? = nil
  ) {
    switch contents {
    case .gradients(let gradients): rowGradients.sumRows(into: vector.view(in: gradients))
    case .statistics(let sums):
      sums.take(weight: nil, bias: vector, x: nil, yGradient: rowGradients, steps: steps)
    }
  }

  /// Multiplies the gradient of a weight that was taken in as another, element by element: for weights
  /// that are used in another form. K-FAC's factors are those of that form.
  public func scale(_ weight: ParameterLayout.Slot, by factors: Matrix) {
    guard case .gradients(let gradients) = contents else { return }
    let gradient = weight.view(in: gradients)
    for index in 0..<gradient.count { gradient[index] *= factors[index] }
  }
}

/// How rows follow one another.
public struct SequenceSteps: Sendable {
  let plan: SequencePlan
  /// 0 where a row begins an episode, else 1; [R, 1].
  let masks: Matrix

  public init(plan: SequencePlan, masks: Matrix) {
    self.plan = plan
    self.masks = masks
  }
}
