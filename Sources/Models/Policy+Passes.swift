import Tensors

extension Policy {
  /// What the dense layers read: the outputs of the cell where there is one, else the observations. The
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
    guard let cell = base.cell, let cache = workspace.base.cell else { return observations }
    cell.run(
      observations, plan: plan, initialState: hiddenStates, masks: masks, cache: cache,
      parameters: parameters)
    return cell.output(of: cache.states.rows(0..<observations.rows))
  }

  /// What ``features`` gives for the states after each step, [R, S], or for the observations, [R, O].
  package func features(states: Matrix) -> Matrix { base.cell?.output(of: states) ?? states }

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
  ///
  /// - Parameter heads: the networks to pass through; what belongs to another is left as it was.
  package func evaluate(
    _ batch: PolicyBatch, through heads: HeadSet = .both, logProbabilities: Matrix,
    entropies: Matrix, in workspace: PolicyWorkspace
  ) -> (values: Matrix, actionParameters: Matrix) {
    let features = features(
      batch.observations, plan: batch.plan, hiddenStates: batch.hiddenStates, masks: batch.masks,
      in: workspace)
    let trunk = trunk(features, in: workspace)
    if heads.contains(.actor) {
      evaluate(
        actionParameters(trunk: trunk, in: workspace), actions: batch.actions,
        logProbabilities: logProbabilities, entropies: entropies)
    }
    if heads.contains(.critic) { _ = values(trunk: trunk, in: workspace) }
    let rows = 0..<trunk.rows
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
    assert(heads == .both || !configuration.sharesParameters)
    let sink = sink ?? .gradients(gradient.parameters)
    let rows = 0..<batch.plan.rowCount
    let cache = workspace.base
    let buffers = gradient.base
    let features =
      cache.cell.map { self.features(states: $0.states.rows(rows)) } ?? batch.observations
    let trunk = cache.shared.last.map { $0.rows(rows) } ?? features
    // Nothing below the first dense layers learns from a gradient of the observations.
    let trunkGradient =
      base.cell == nil && base.shared.isEmpty
      ? nil : buffers.trunk.columns(0..<trunk.columns).rows(rows)
    if heads.contains(.actor) {
      backwardActor(
        batch, trunk, xGradient: trunkGradient, entropyGradient: entropyGradient, in: workspace,
        gradient: gradient, sink: sink)
    }
    if heads.contains(.critic) {
      backwardCritic(
        trunk, xGradient: trunkGradient, in: workspace, gradient: gradient, sink: sink)
    }

    guard let trunkGradient else { return }
    let cellGradient = base.cell == nil ? nil : buffers.second.rows(rows)
    base.backward(
      base.shared, features, outputs: cache.shared, gradient: trunkGradient,
      spare: buffers.first.rows(rows),
      xGradient: cellGradient, accumulating: false, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
    if let cell = base.cell, let cellCache = cache.cell, let cellBuffers = buffers.cell,
      let cellGradient
    {
      cell.differentiate(
        batch.observations, plan: batch.plan, masks: batch.masks, cache: cellCache,
        outputGradient: cellGradient, buffers: cellBuffers, parameters: parameters, sink: sink)
    }
  }

  /// From dL/d(log-probability) and dL/d(entropy) to dL/d(trunk), written to `xGradient`.
  private func backwardActor(
    _ batch: PolicyBatch, _ trunk: Matrix, xGradient: Matrix?, entropyGradient: Float,
    in workspace: PolicyWorkspace, gradient: GradientWorkspace, sink: ParameterSink
  ) {
    let rows = 0..<trunk.rows
    let (outputs, buffers) = (workspace.base.actor, gradient.base)
    let first = buffers.first.rows(rows)
    let actionGradient = gradient.actionParameters.rows(rows)
    head.backward(
      workspace.actionParameters.rows(rows), actions: batch.actions,
      logProbabilityGradients: gradient.logProbabilities.rows(rows),
      entropyGradient: entropyGradient, into: actionGradient,
      deviationGradients: gradient.deviations.rows(rows), parameters: parameters, sink: sink)
    head.dense.backward(
      x: outputs.last.map { $0.rows(rows) } ?? trunk, y: workspace.actionParameters.rows(rows),
      yGradient: actionGradient, xGradient: first, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
    base.backward(
      base.actor, trunk, outputs: outputs, gradient: first, spare: buffers.second.rows(rows),
      xGradient: xGradient, accumulating: false,
      scratch: buffers.scratch, parameters: parameters, sink: sink)
  }

  /// From dL/d(value) to dL/d(trunk), added to what `xGradient` holds.
  private func backwardCritic(
    _ trunk: Matrix, xGradient: Matrix?, in workspace: PolicyWorkspace, gradient: GradientWorkspace,
    sink: ParameterSink
  ) {
    let rows = 0..<trunk.rows
    let (outputs, buffers) = (workspace.base.critic, gradient.base)
    let first = buffers.first.rows(rows)
    valueHead.backward(
      x: outputs.last.map { $0.rows(rows) } ?? trunk, y: workspace.values.rows(rows),
      yGradient: gradient.values.rows(rows), xGradient: first, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
    base.backward(
      base.critic, trunk, outputs: outputs, gradient: first, spare: buffers.second.rows(rows),
      xGradient: xGradient, accumulating: true,
      scratch: buffers.scratch, parameters: parameters, sink: sink)
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
