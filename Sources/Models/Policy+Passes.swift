import Spaces
import Tensors

extension Policy {
  /// What the trunk reads: what the memory gives where there is one, else the outputs of the layers below.
  /// The states after the steps are then in ``PolicyWorkspace/states``.
  ///
  /// - Parameters:
  ///   - observations: R of them, packed by `plan`.
  ///   - hiddenStates: the state that enters each sequence, before masking; [n, S].
  ///   - masks: 0 where an observation begins an episode, else 1; one a row.
  ///   - heads: those whose features are asked for; states are whole only if they are all.
  package func features(
    _ observations: Observations, plan: SequencePlan, hiddenStates: Matrix, masks: Matrix,
    through heads: HeadSet = .both, in workspace: PolicyWorkspace
  ) -> Features {
    let x = input(observations, in: workspace)
    func run(_ index: Int) -> Matrix {
      memories[index].forward(
        x, plan: plan, initialState: hiddenStates, masks: masks, cache: workspace.memories[index],
        states: workspace.joinedStates, parameters: parameters)
    }
    switch memories.count {
    case 0: return Features(both: x)
    case 1: return Features(both: run(0))
    default:
      // What nobody asks for is anything.
      return Features(
        actor: heads.contains(.actor) ? run(0) : x, critic: heads.contains(.critic) ? run(1) : x)
    }
  }

  /// R observations to what the memory, or the trunk where there is none, reads.
  private func input(_ observations: Observations, in workspace: PolicyWorkspace) -> Matrix {
    guard let cache = workspace.input else {
      preconditionFailure("a workspace without sequences begins with what was kept of steps")
    }
    let encoded = encoder.run(observations, in: cache.encoder, parameters: parameters)
    return before.forward(encoded, cache: cache.before, parameters: parameters)
  }

  /// The features of steps, given what was kept of them.
  package func features(recalling steps: KeptSteps, in workspace: PolicyWorkspace) -> Features {
    switch memories.count {
    case 0: Features(both: input(steps.observations, in: workspace))
    case 1: Features(both: columns(memories[0].output, of: steps.states))
    default:
      Features(
        actor: columns(memories[0].output, of: steps.states),
        critic: columns(memories[1].output, of: steps.states))
    }
  }

  private func columns(_ columns: Range<Int>, of states: Matrix) -> Matrix {
    columns == 0..<states.columns ? states : states.columns(columns)
  }

  /// Features through the layers that actor and critic share.
  private func shared(_ features: Features, in workspace: PolicyWorkspace) -> Features {
    guard features.areOne else { return features }
    return Features(
      both: trunk.runShared(features.actor, in: workspace.trunk, parameters: parameters))
  }

  /// Features to the parameters of the distributions over actions, [R, P], normalised.
  package func actionParameters(_ features: Features, in workspace: PolicyWorkspace) -> Matrix {
    actionParameters(shared: shared(features, in: workspace).actor, in: workspace)
  }

  private func actionParameters(shared: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    let output = trunk.run(shared, to: .actor, in: workspace.trunk, parameters: parameters)
    let result = workspace.actionParameters.rows(0..<shared.rows)
    head.forward(output, into: result, parameters: parameters)
    return result
  }

  /// Features to values, [R, 1].
  package func values(_ features: Features, in workspace: PolicyWorkspace) -> Matrix {
    values(shared: shared(features, in: workspace).critic, in: workspace)
  }

  private func values(shared: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    let output = trunk.run(shared, to: .critic, in: workspace.trunk, parameters: parameters)
    let result = workspace.values.rows(0..<shared.rows)
    valueHead.forward(output, into: result, parameters: parameters)
    return result
  }

  /// Draws an action for each row of `actionParameters`, with a random stream a row.
  package func sample(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix,
    streams: inout [RandomStream]
  ) {
    head.distribution.sample(
      actionParameters, actions: actions, logProbabilities: logProbabilities,
      parameters: parameters, streams: &streams)
  }

  /// The most probable action of each row.
  package func mode(_ actionParameters: Matrix, actions: Matrix) {
    head.distribution.mode(actionParameters, actions: actions)
  }

  /// The log-probability of each row's action, and the entropy of each row's distribution.
  package func evaluate(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix
  ) {
    head.distribution.evaluate(
      actionParameters, actions: actions, logProbabilities: logProbabilities,
      entropies: entropies, parameters: parameters)
  }

  /// The standard deviation of each component of an action, where it is the same in every state.
  package var standardDeviations: [Float]? {
    head.distribution.standardDeviations(parameters: parameters)
  }

  /// The whole forward pass of training: values, and the log-probabilities and entropies of given
  /// actions. What the backward pass needs stays in `workspace`.
  ///
  /// - Parameter heads: the networks to pass through; what belongs to another is left as it was.
  package func evaluate(
    _ batch: PolicyBatch, through heads: HeadSet = .both, logProbabilities: Matrix,
    entropies: Matrix, in workspace: PolicyWorkspace
  ) -> (values: Matrix, actionParameters: Matrix) {
    let features = features(
      batch.observations, plan: batch.plan, hiddenStates: batch.hiddenStates, masks: batch.masks,
      through: heads, in: workspace)
    let shared = shared(features, in: workspace)
    if heads.contains(.actor) {
      evaluate(
        actionParameters(shared: shared.actor, in: workspace), actions: batch.actions,
        logProbabilities: logProbabilities, entropies: entropies)
    }
    if heads.contains(.critic) { _ = values(shared: shared.critic, in: workspace) }
    let rows = 0..<batch.plan.rowCount
    return (workspace.values.rows(rows), workspace.actionParameters.rows(rows))
  }

  /// The backward pass after ``evaluate(_:through:logProbabilities:entropies:in:)``.
  ///
  /// Reads dL/d(log-probability) and dL/d(value) a row from `gradient` and writes the gradient of every
  /// parameter to `gradient.parameters`, or what else `sink` asks for. The forward pass's results stay,
  /// so that another backward pass may follow.
  ///
  /// - Parameters:
  ///   - heads: the networks to pass through. One alone is possible where they share no parameters.
  ///   - entropyGradient: dL/d(entropy), the same for all rows.
  ///   - divergence: a term of the loss besides; nil where there is none.
  package func backward(
    _ batch: PolicyBatch, through heads: HeadSet = .both, entropyGradient: Float,
    divergence: DivergenceTerm? = nil, in workspace: PolicyWorkspace, gradient: GradientWorkspace,
    sink: ParameterSink? = nil
  ) {
    assert(heads == .both || !sharesParameters)
    guard let cache = workspace.input else {
      preconditionFailure("a backward pass follows a whole forward pass")
    }
    let sink = sink ?? .gradients(gradient.parameters)
    let pass = BackwardPass(
      batch: batch, entropyGradient: entropyGradient, divergence: divergence,
      workspace: workspace, gradient: gradient, sink: sink)
    let rows = 0..<batch.plan.rowCount
    let encoded = encoder.result(batch.observations, in: cache.encoder)
    let x = before.output(encoded, cache: cache.before)
    if memories.isEmpty {
      // Nothing below the first dense layers learns from a gradient of the observations.
      backward(
        pass, through: heads, features: x,
        featuresGradient: inputLearns ? gradient.input.rows(rows) : nil)
    }
    var isFirst = true
    for index in memories.indices where !memories[index].heads.isDisjoint(with: heads) {
      let (memory, cache) = (memories[index], workspace.memories[index])
      let features = memory.result(rows: rows.count, cache: cache)
      let outputGradient = gradient.output.columns(0..<features.columns).rows(rows)
      backward(
        pass, through: memory.heads.intersection(heads), features: features,
        featuresGradient: outputGradient)
      let xGradient = isFirst ? gradient.input : gradient.addition
      memory.backward(
        x, plan: batch.plan, masks: batch.masks, cache: cache, outputGradient: outputGradient,
        xGradient: inputLearns ? xGradient.rows(rows) : nil, buffers: gradient.memories[index],
        parameters: parameters, sink: sink)
      if inputLearns && !isFirst { gradient.input.rows(rows).add(xGradient.rows(rows)) }
      isFirst = false
    }
    if inputLearns { backwardInput(pass, encoded: encoded, cache) }
  }

  /// What the parts of a backward pass share.
  private struct BackwardPass {
    let batch: PolicyBatch
    let entropyGradient: Float
    let divergence: DivergenceTerm?
    let workspace: PolicyWorkspace
    let gradient: GradientWorkspace
    let sink: ParameterSink

    var rows: Range<Int> { 0..<batch.plan.rowCount }
  }

  /// From the heads down to the features, [R, F], that they read.
  ///
  /// - Parameter featuresGradient: where dL/d(features) goes; may be `gradient.output`.
  private func backward(
    _ pass: BackwardPass, through heads: HeadSet, features: Matrix, featuresGradient: Matrix?
  ) {
    let (workspace, gradient) = (pass.workspace, pass.gradient)
    let shared = trunk.sharedResult(features, in: workspace.trunk)
    let asksForShared = featuresGradient != nil || trunk.sharesParameters
    let sharedGradient = asksForShared ? gradient.shared.rows(pass.rows) : nil
    if heads.contains(.actor) {
      backwardActor(pass, shared, sharedGradient: sharedGradient)
    }
    if heads.contains(.critic) {
      backward(
        valueHead, y: workspace.values.rows(pass.rows), yGradient: gradient.values.rows(pass.rows),
        from: .critic, pass, shared, sharedGradient: sharedGradient,
        accumulating: heads.contains(.actor))
    }
    guard let sharedGradient else { return }
    trunk.differentiateShared(
      features, sharedGradient: sharedGradient, featuresGradient: featuresGradient,
      in: workspace.trunk, buffers: gradient.trunk, parameters: parameters, sink: pass.sink)
  }

  /// Through the layers before the memory and the encoder, from dL/d(what the memory reads).
  private func backwardInput(
    _ pass: BackwardPass, encoded: Matrix,
    _ cache: (encoder: any EncoderCache, before: DenseStack.Cache)
  ) {
    let (gradient, rows) = (pass.gradient, pass.rows)
    var encodedGradient = gradient.input.rows(rows)
    if !before.isEmpty {
      let below = encoderLearns ? gradient.encoded.rows(rows) : nil
      before.backward(
        encoded, cache: cache.before, gradient: encodedGradient, xGradient: below,
        accumulating: false, spare: gradient.beforeSpare, scratch: gradient.beforeScratch,
        parameters: parameters, sink: pass.sink)
      guard let below else { return }
      encodedGradient = below
    }
    encoder.differentiate(
      pass.batch.observations, outputGradient: encodedGradient, in: cache.encoder,
      buffers: gradient.encoder, parameters: parameters, sink: pass.sink)
  }

  /// From dL/d(log-probability) and dL/d(entropy) to dL/d(what the shared layers gave), written to
  /// `sharedGradient`.
  private func backwardActor(_ pass: BackwardPass, _ shared: Matrix, sharedGradient: Matrix?) {
    let (workspace, gradient, rows) = (pass.workspace, pass.gradient, pass.rows)
    let actionParameters = workspace.actionParameters.rows(rows)
    let actionGradient = gradient.actionParameters.rows(rows)
    head.distribution.backward(
      actionParameters, actions: pass.batch.actions,
      logProbabilityGradients: gradient.logProbabilities.rows(rows),
      entropyGradient: pass.entropyGradient, into: actionGradient,
      scratch: gradient.distribution.rows(rows), parameters: parameters, sink: pass.sink)
    if let divergence = pass.divergence {
      head.distribution.addDivergenceGradient(
        actionParameters, parameters: parameters, from: divergence.descriptions,
        weight: divergence.weight, to: actionGradient, scratch: gradient.distribution.rows(rows),
        sink: pass.sink)
    }
    backward(
      head.dense, y: actionParameters, yGradient: actionGradient, from: .actor, pass, shared,
      sharedGradient: sharedGradient, accumulating: false)
  }

  /// Through a head's last layer, whose output is y, and the trunk's layers that are this head's alone.
  ///
  /// - Parameter accumulating: whether dL/d(shared) is added to what is there.
  private func backward(
    _ layer: Dense, y: Matrix, yGradient: Matrix, from head: HeadSet, _ pass: BackwardPass,
    _ shared: Matrix, sharedGradient: Matrix?, accumulating: Bool
  ) {
    let (workspace, gradient) = (pass.workspace, pass.gradient)
    let x = trunk.result(shared, to: head, in: workspace.trunk)
    let xGradient = gradient.output.columns(0..<x.columns).rows(0..<x.rows)
    layer.backward(
      x: x, y: y, yGradient: yGradient, xGradient: xGradient, scratch: gradient.scratch,
      parameters: parameters, sink: pass.sink)
    trunk.differentiate(
      shared, from: head, outputGradient: xGradient, sharedGradient: sharedGradient,
      accumulating: accumulating, in: workspace.trunk, buffers: gradient.trunk,
      parameters: parameters, sink: pass.sink)
  }
}
