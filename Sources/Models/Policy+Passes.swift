import Tensors

extension Policy {
  /// What the dense layers read: the GRU's outputs where there is one, else the observations.
  ///
  /// - Parameters:
  ///   - observations: [R, O], packed by `plan`.
  ///   - hiddenStates: the state that enters each sequence, before masking; [n, H].
  ///   - masks: 0 where an observation begins an episode, else 1; one a row.
  /// - Returns: [R, H] or [R, O].
  package func features(
    _ observations: Matrix, plan: SequencePlan, hiddenStates: Matrix, masks: Matrix,
    in workspace: PolicyWorkspace
  ) -> Matrix {
    guard let gru = base.gru, let cache = workspace.base.gru else { return observations }
    gru.forward(
      observations, plan: plan, initialState: hiddenStates, masks: masks, cache: cache,
      parameters: parameters)
    return cache.output.rows(0..<observations.rows)
  }

  /// Features [R, F] through the layers that actor and critic share.
  private func trunk(_ features: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    base.forward(base.shared, features, outputs: workspace.base.shared, parameters: parameters)
  }

  /// Features [R, F] to the parameters of the distributions over actions, [R, P], normalised.
  package func actionParameters(_ features: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    actionParameters(trunk: trunk(features, in: workspace), in: workspace)
  }

  private func actionParameters(trunk: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    let output = base.forward(
      base.actor, trunk, outputs: workspace.base.actor, parameters: parameters)
    let result = workspace.actionParameters.rows(0..<trunk.rows)
    head.forward(output, into: result, parameters: parameters)
    return result
  }

  /// Features [R, F] to values, [R, 1].
  package func values(_ features: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    values(trunk: trunk(features, in: workspace), in: workspace)
  }

  private func values(trunk: Matrix, in workspace: PolicyWorkspace) -> Matrix {
    let output = base.forward(
      base.critic, trunk, outputs: workspace.base.critic, parameters: parameters)
    let result = workspace.values.rows(0..<trunk.rows)
    valueHead.forward(output, into: result, parameters: parameters)
    return result
  }

  /// Draws an action for each row of `actionParameters`, with a random stream a row.
  package func sample(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix,
    streams: inout [RandomStream]
  ) {
    head.sample(
      actionParameters, actions: actions, logProbabilities: logProbabilities,
      parameters: parameters, streams: &streams)
  }

  /// The most probable action of each row.
  package func mode(_ actionParameters: Matrix, actions: Matrix) {
    head.mode(actionParameters, actions: actions)
  }

  /// The log-probability of each row's action, and the entropy of each row's distribution.
  package func evaluate(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix
  ) {
    head.evaluate(
      actionParameters, actions: actions, logProbabilities: logProbabilities,
      entropies: entropies, parameters: parameters)
  }

  /// The whole forward pass of training: values, and the log-probabilities and entropies of given
  /// actions. What the backward pass needs stays in `workspace`.
  package func evaluate(
    _ batch: PolicyBatch, logProbabilities: Matrix, entropies: Matrix, in workspace: PolicyWorkspace
  ) -> (values: Matrix, actionParameters: Matrix) {
    let features = features(
      batch.observations, plan: batch.plan, hiddenStates: batch.hiddenStates, masks: batch.masks,
      in: workspace)
    let trunk = trunk(features, in: workspace)
    let actionParameters = actionParameters(trunk: trunk, in: workspace)
    evaluate(
      actionParameters, actions: batch.actions, logProbabilities: logProbabilities,
      entropies: entropies)
    return (values(trunk: trunk, in: workspace), actionParameters)
  }

  /// The backward pass behind ``evaluate(_:logProbabilities:entropies:in:)``.
  ///
  /// Reads dL/d(log-probability) and dL/d(value) a row from `gradient` and writes the gradient of every
  /// parameter to `gradient.parameters`, or what else `sink` asks for. The forward pass's results stay,
  /// so that another backward pass may follow.
  ///
  /// - Parameter entropyGradient: dL/d(entropy), the same for all rows.
  package func backward(
    _ batch: PolicyBatch, entropyGradient: Float, in workspace: PolicyWorkspace,
    gradient: GradientWorkspace, sink: ParameterSink? = nil
  ) {
    let sink = sink ?? .gradients(gradient.parameters)
    let rows = 0..<batch.plan.rowCount
    let cache = workspace.base
    let buffers = gradient.base
    let features = cache.gru.map { $0.output.rows(rows) } ?? batch.observations
    let trunk = cache.shared.last.map { $0.rows(rows) } ?? features
    // Nothing below the first dense layers learns from a gradient of the observations.
    let trunkGradient =
      base.gru == nil && base.shared.isEmpty
      ? nil : buffers.trunk.columns(0..<trunk.columns).rows(rows)
    let first = buffers.first.rows(rows)
    let second = buffers.second.rows(rows)

    let actionGradient = gradient.actionParameters.rows(rows)
    head.backward(
      workspace.actionParameters.rows(rows), actions: batch.actions,
      logProbabilityGradients: gradient.logProbabilities.rows(rows),
      entropyGradient: entropyGradient, into: actionGradient,
      deviationGradients: gradient.deviations.rows(rows), parameters: parameters, sink: sink)
    head.dense.backward(
      x: cache.actor.last.map { $0.rows(rows) } ?? trunk, y: workspace.actionParameters.rows(rows),
      yGradient: actionGradient, xGradient: first, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
    base.backward(
      base.actor, trunk, outputs: cache.actor, gradient: first, spare: second,
      xGradient: trunkGradient, accumulating: false,
      scratch: buffers.scratch, parameters: parameters, sink: sink)

    valueHead.backward(
      x: cache.critic.last.map { $0.rows(rows) } ?? trunk, y: workspace.values.rows(rows),
      yGradient: gradient.values.rows(rows), xGradient: first, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
    base.backward(
      base.critic, trunk, outputs: cache.critic, gradient: first, spare: second,
      xGradient: trunkGradient, accumulating: true,
      scratch: buffers.scratch, parameters: parameters, sink: sink)

    guard let trunkGradient else { return }
    base.backward(
      base.shared, features, outputs: cache.shared, gradient: trunkGradient, spare: first,
      xGradient: base.gru == nil ? nil : second, accumulating: false, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
    if let gru = base.gru, let gruCache = cache.gru, let gruBuffers = buffers.gru {
      gru.backward(
        batch.observations, plan: batch.plan, masks: batch.masks, cache: gruCache,
        outputGradient: second, buffers: gruBuffers, parameters: parameters,
        sink: sink)
    }
  }
}

/// Rows to learn from, packed by their plan.
package struct PolicyBatch: Sendable {
  package var plan: SequencePlan
  package var observations: Matrix  // [R, O]
  package var actions: Matrix  // [R, A]
  package var masks: Matrix  // [R, 1]
  package var hiddenStates: Matrix  // [n, H], entering each sequence, before masking

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
