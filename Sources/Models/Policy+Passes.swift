import Tensors

extension Policy {
  /// What the trunk reads: the outputs of the cell where there is one, else those of the encoder. The
  /// states after the steps are then in ``PolicyWorkspace/states``.
  ///
  /// - Parameters:
  ///   - observations: [R, O], packed by `plan`.
  ///   - hiddenStates: the state that enters each sequence, before masking; [n, S].
  ///   - masks: 0 where an observation begins an episode, else 1; one a row.
  /// - Returns: [R, F].
  package func features(
    _ observations: Matrix, plan: SequencePlan, hiddenStates: Matrix, masks: Matrix,
    in workspace: PolicyWorkspace
  ) -> Matrix {
    let encoded = encoded(observations, in: workspace)
    guard let cell, let cache = workspace.cell else { return encoded }
    cell.run(
      encoded, plan: plan, initialState: hiddenStates, masks: masks, in: cache,
      parameters: parameters)
    return cell.output(of: cache.states.rows(0..<observations.rows))
  }

  /// Observations [R, O] to what the cell, or the trunk where there is none, reads.
  private func encoded(_ observations: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    guard let cache = workspace.encoder else {
      preconditionFailure("a workspace without sequences begins with features")
    }
    return encoder.run(observations, in: cache, parameters: parameters)
  }

  /// What has to be kept of each step to have its features again: a state after it, [R, S], with a cell,
  /// and else its observation, [R, O].
  package var recallSize: Int { cell?.stateSize ?? observationSize }

  /// The features of steps, given what was kept of them, [R, recallSize].
  package func features(recalling kept: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    cell?.output(of: kept) ?? encoded(kept, in: workspace)
  }

  /// Features [R, F] through the layers that actor and critic share.
  private func shared(_ features: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    trunk.runShared(features, in: workspace.trunk, parameters: parameters)
  }

  /// Features [R, F] to the parameters of the distributions over actions, [R, P], normalised.
  package func actionParameters(_ features: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    actionParameters(shared: shared(features, in: workspace), in: workspace)
  }

  private func actionParameters(shared: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    let output = trunk.run(shared, to: .actor, in: workspace.trunk, parameters: parameters)
    let result = workspace.actionParameters.rows(0..<shared.rows)
    head.forward(output, into: result, parameters: parameters)
    return result
  }

  /// Features [R, F] to values, [R, 1].
  package func values(_ features: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    values(shared: shared(features, in: workspace), in: workspace)
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
      in: workspace)
    let shared = shared(features, in: workspace)
    if heads.contains(.actor) {
      evaluate(
        actionParameters(shared: shared, in: workspace), actions: batch.actions,
        logProbabilities: logProbabilities, entropies: entropies)
    }
    if heads.contains(.critic) { _ = values(shared: shared, in: workspace) }
    let rows = 0..<shared.rows
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
  package func backward(
    _ batch: PolicyBatch, through heads: HeadSet = .both, entropyGradient: Float,
    in workspace: PolicyWorkspace, gradient: GradientWorkspace, sink: ParameterSink? = nil
  ) {
    assert(heads == .both || !sharesParameters)
    guard let encoderCache = workspace.encoder else {
      preconditionFailure("a backward pass follows a whole forward pass")
    }
    let sink = sink ?? .gradients(gradient.parameters)
    let rows = 0..<batch.plan.rowCount
    let encoded = encoder.result(batch.observations, in: encoderCache)
    let features =
      workspace.cell.flatMap { cell?.output(of: $0.states.rows(rows)) } ?? encoded
    let shared = trunk.sharedResult(features, in: workspace.trunk)
    // Nothing below the first dense layers learns from a gradient of the observations.
    let sharedGradient = sharesParameters ? gradient.shared.rows(rows) : nil
    if heads.contains(.actor) {
      backwardActor(
        batch, shared, sharedGradient: sharedGradient, entropyGradient: entropyGradient,
        in: workspace, gradient: gradient, sink: sink)
    }
    if heads.contains(.critic) {
      backwardCritic(
        shared, sharedGradient: sharedGradient, in: workspace, gradient: gradient, sink: sink)
    }
    guard let sharedGradient else { return }
    let featuresGradient =
      cell == nil && !encoderLearns
      ? nil : gradient.output.columns(0..<features.columns).rows(rows)
    trunk.differentiateShared(
      features, sharedGradient: sharedGradient, featuresGradient: featuresGradient,
      in: workspace.trunk, buffers: gradient.trunk, parameters: parameters, sink: sink)
    guard var encodedGradient = featuresGradient else { return }
    if let cell, let cache = workspace.cell, let buffers = gradient.cell {
      let xGradient = encoderLearns ? gradient.encoded.rows(rows) : nil
      cell.differentiate(
        encoded, plan: batch.plan, masks: batch.masks, in: cache, outputGradient: encodedGradient,
        xGradient: xGradient, buffers: buffers, parameters: parameters, sink: sink)
      guard let xGradient else { return }
      encodedGradient = xGradient
    }
    encoder.differentiate(
      batch.observations, outputGradient: encodedGradient, in: encoderCache,
      buffers: gradient.encoder, parameters: parameters, sink: sink)
  }

  /// From dL/d(log-probability) and dL/d(entropy) to dL/d(what the shared layers gave), written to
  /// `sharedGradient`.
  private func backwardActor(
    _ batch: PolicyBatch, _ shared: Matrix, sharedGradient: Matrix?, entropyGradient: Float,
    in workspace: PolicyWorkspace, gradient: GradientWorkspace, sink: ParameterSink
  ) {
    let rows = 0..<shared.rows
    let actionParameters = workspace.actionParameters.rows(rows)
    let actionGradient = gradient.actionParameters.rows(rows)
    head.distribution.backward(
      actionParameters, actions: batch.actions,
      logProbabilityGradients: gradient.logProbabilities.rows(rows),
      entropyGradient: entropyGradient, into: actionGradient,
      scratch: gradient.distribution.rows(rows), parameters: parameters, sink: sink)
    backward(
      head.dense, y: actionParameters, yGradient: actionGradient, from: .actor, shared,
      sharedGradient: sharedGradient, accumulating: false, in: workspace, gradient: gradient,
      sink: sink)
  }

  /// From dL/d(value) to dL/d(what the shared layers gave), added to what `sharedGradient` holds.
  private func backwardCritic(
    _ shared: Matrix, sharedGradient: Matrix?, in workspace: PolicyWorkspace,
    gradient: GradientWorkspace, sink: ParameterSink
  ) {
    let rows = 0..<shared.rows
    backward(
      valueHead, y: workspace.values.rows(rows), yGradient: gradient.values.rows(rows),
      from: .critic, shared, sharedGradient: sharedGradient, accumulating: true, in: workspace,
      gradient: gradient, sink: sink)
  }

  /// Through a head's last layer, whose output is y, and the trunk's layers that are this head's alone.
  private func backward(
    _ layer: Dense, y: Matrix, yGradient: Matrix, from head: HeadSet, _ shared: Matrix,
    sharedGradient: Matrix?, accumulating: Bool, in workspace: PolicyWorkspace,
    gradient: GradientWorkspace, sink: ParameterSink
  ) {
    let x = trunk.result(shared, to: head, in: workspace.trunk)
    let xGradient = gradient.output.columns(0..<x.columns).rows(0..<x.rows)
    layer.backward(
      x: x, y: y, yGradient: yGradient, xGradient: xGradient, scratch: gradient.scratch,
      parameters: parameters, sink: sink)
    trunk.differentiate(
      shared, from: head, outputGradient: xGradient, sharedGradient: sharedGradient,
      accumulating: accumulating, in: workspace.trunk, buffers: gradient.trunk,
      parameters: parameters, sink: sink)
  }
}

/// Rows to learn from, packed by their plan.
package struct PolicyBatch: Sendable {
  package var plan: SequencePlan
  package var observations: Matrix  // [R, O]
  package var actions: Matrix  // [R, A]
  package var masks: Matrix  // [R, 1]
  package var hiddenStates: Matrix  // [n, S], entering each sequence, before masking

  package init(
    plan: SequencePlan, observations: Matrix, actions: Matrix, masks: Matrix, hiddenStates: Matrix
  ) {
    self.plan = plan
    self.observations = observations
    self.actions = actions
    self.masks = masks
    self.hiddenStates = hiddenStates
  }
}
