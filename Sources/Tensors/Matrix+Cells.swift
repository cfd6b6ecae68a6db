import CKernels

// The elementwise parts of recurrent cells' steps over n rows; what each computes stands in CKernels.h.
extension Matrix {
  /// One step of a long short-term memory, written into this matrix, the states [n, 2H]: h', then c'.
  @inline(__always)
  package func applyLSTMStep(
    input: Matrix, recurrent: Matrix, inputBias: Matrix, recurrentBias: Matrix, memory: Matrix,
    inputGate: Matrix, forgetGate: Matrix, candidate: Matrix, outputGate: Matrix,
    squashed: Matrix
  ) {
    let hidden = columns / 2
    assert(input.rows == rows && input.columns == 4 * hidden && recurrent.rows == rows)
    var step = unsafe ck_lstm_step(
      rows: rows, hidden: hidden, input: input.base, input_stride: input.stride,
      recurrent: recurrent.base, recurrent_stride: recurrent.stride, input_bias: inputBias.base,
      recurrent_bias: recurrentBias.base, memory: memory.base, state_stride: memory.stride,
      input_gate: inputGate.base, forget_gate: forgetGate.base, candidate: candidate.base,
      output_gate: outputGate.base, squashed: squashed.base, stride: hidden, next_hidden: base,
      next_memory: base + hidden, next_stride: stride)
    unsafe ck_lstm_forward(&step)
  }

  /// The backward of one step, this matrix being the gradient of h', [n, H].
  ///
  /// - Parameters:
  ///   - memoryGradient: what later steps say of c', and then what this one says of c; [n, H].
  ///   - gradient: of the sums before the gates, [n, 4H].
  @inline(__always)
  package func applyLSTMStepGradient(
    inputGate: Matrix, forgetGate: Matrix, candidate: Matrix, outputGate: Matrix,
    squashed: Matrix, memory: Matrix, memoryGradient: Matrix, gradient: Matrix
  ) {
    assert(gradient.rows == rows && gradient.columns == 4 * columns)
    var step = unsafe ck_lstm_step_gradient(
      rows: rows, hidden: columns, input_gate: inputGate.base, forget_gate: forgetGate.base,
      candidate: candidate.base, output_gate: outputGate.base, squashed: squashed.base,
      stride: columns, memory: memory.base, state_stride: memory.stride, hidden_gradient: base,
      hidden_gradient_stride: stride, memory_gradient: memoryGradient.base,
      memory_gradient_stride: memoryGradient.stride, gradient: gradient.base,
      gradient_stride: gradient.stride)
    unsafe ck_lstm_backward(&step)
  }

  /// One step of a leaky rate network, written into this matrix, [n, H].
  @inline(__always)
  package func applyRateStep(
    _ nonlinearity: RateNonlinearity, leak: Float, sum: Matrix, inputBias: Matrix,
    recurrentBias: Matrix, state: Matrix, rate: Matrix
  ) {
    assert(sum.rows == rows && sum.columns == columns && rate.stride == columns)
    var step = unsafe ck_rate_step(
      rows: rows, hidden: columns, nonlinearity: nonlinearity.kernel, leak: leak, sum: sum.base,
      sum_stride: sum.stride, input_bias: inputBias.base, recurrent_bias: recurrentBias.base,
      state: state.base, state_stride: state.stride, rate: rate.base, stride: columns,
      next: base, next_stride: stride)
    unsafe ck_rate_forward(&step)
  }

  /// The backward of one step, this matrix being the gradient of r', [n, H].
  @inline(__always)
  package func applyRateStepGradient(
    _ nonlinearity: RateNonlinearity, leak: Float, rate: Matrix, sumGradient: Matrix,
    stateGradient: Matrix
  ) {
    assert(sumGradient.rows == rows && sumGradient.columns == columns)
    var step = unsafe ck_rate_step_gradient(
      rows: rows, hidden: columns, nonlinearity: nonlinearity.kernel, leak: leak,
      rate: rate.base, stride: columns, next_gradient: base, next_gradient_stride: stride,
      sum_gradient: sumGradient.base, sum_gradient_stride: sumGradient.stride,
      state_gradient: stateGradient.base, state_gradient_stride: stateGradient.stride)
    unsafe ck_rate_backward(&step)
  }

  /// One step of a memory that mixes, written into this matrix, [n, H].
  @inline(__always)
  package func applyMixStep(
    sum: Matrix, bias: Matrix, update: Matrix, candidate: Matrix, previous: Matrix,
    masks: Matrix, state: Matrix
  ) {
    assert(sum.rows == rows && sum.columns == 2 * columns && masks.count == rows)
    var step = unsafe ck_mix_step(
      rows: rows, hidden: columns, sum: sum.base, sum_stride: sum.stride, bias: bias.base,
      update: update.base, candidate: candidate.base, stride: columns, previous: previous.base,
      previous_stride: previous.stride, masks: masks.base, state: state.base,
      state_stride: state.stride, next: base, next_stride: stride)
    unsafe ck_mix_forward(&step)
  }

  /// The backward of one step, this matrix being the gradient of h' from above, [n, H].
  ///
  /// - Parameters:
  ///   - masks: those of the step after, of as many rows as go on.
  ///   - carry: what that step said of h', and then what this one says of h.
  @inline(__always)
  package func applyMixStepGradient(
    update: Matrix, candidate: Matrix, state: Matrix, masks: Matrix, sumGradient: Matrix,
    carry: Matrix
  ) {
    assert(sumGradient.rows == rows && sumGradient.columns == 2 * columns)
    var step = unsafe ck_mix_step_gradient(
      rows: rows, hidden: columns, continuing: masks.count, update: update.base,
      candidate: candidate.base, stride: columns, state: state.base, state_stride: state.stride,
      next_gradient: base, next_gradient_stride: stride, masks: masks.base,
      sum_gradient: sumGradient.base, sum_gradient_stride: sumGradient.stride,
      carry: carry.base, carry_stride: carry.stride)
    unsafe ck_mix_backward(&step)
  }

  /// One step of a diagonal linear memory of complex numbers, written into this matrix, [n, 2U].
  @inline(__always)
  package func applyRotationStep(
    _ rotation: Rotation, input: Matrix, previous: Matrix, masks: Matrix, state: Matrix
  ) {
    assert(input.rows == rows && input.columns == columns && masks.count == rows)
    var step = unsafe ck_rotation_step(
      rows: rows, units: columns / 2, lambda_re: rotation.real.base,
      lambda_im: rotation.imaginary.base, scale: rotation.scale.base, input: input.base,
      input_stride: input.stride, previous: previous.base, previous_stride: previous.stride,
      masks: masks.base, state: state.base, state_stride: state.stride, next: base,
      next_stride: stride)
    unsafe ck_rotation_forward(&step)
  }

  /// The backward of one step, this matrix being the gradient of x' from above, [n, 2U].
  ///
  /// - Parameters:
  ///   - masks: those of the step after, of as many rows as go on.
  ///   - parameterGradient: of log(decay), log(phase) and log(scale) for each row, [n, 3U].
  ///   - carry: what that step said of x', and then what this one says of x.
  @inline(__always)
  package func applyRotationStepGradient(
    _ rotation: Rotation, input: Matrix, state: Matrix, masks: Matrix, inputGradient: Matrix,
    parameterGradient: Matrix, carry: Matrix
  ) {
    assert(parameterGradient.rows == rows && 2 * parameterGradient.columns == 3 * columns)
    var step = unsafe ck_rotation_step_gradient(
      rows: rows, units: columns / 2, continuing: masks.count, lambda_re: rotation.real.base,
      lambda_im: rotation.imaginary.base, scale: rotation.scale.base,
      decay: rotation.decay.base, phase: rotation.phase.base, input: input.base,
      input_stride: input.stride, state: state.base, state_stride: state.stride,
      next_gradient: base, next_gradient_stride: stride, masks: masks.base,
      input_gradient: inputGradient.base, input_gradient_stride: inputGradient.stride,
      parameter_gradient: parameterGradient.base,
      parameter_gradient_stride: parameterGradient.stride, carry: carry.base,
      carry_stride: carry.stride)
    unsafe ck_rotation_backward(&step)
  }

  /// Each unit's rotation lambda = exp(-decay + i phase), and what its inputs are scaled by; [1, U] each.
  package struct Rotation: Sendable {
    package let decay, phase, real, imaginary, scale: Matrix

    package init(units: Int, in carver: inout Carver) {
      decay = carver.matrix(rows: 1, columns: units)
      phase = carver.matrix(rows: 1, columns: units)
      real = carver.matrix(rows: 1, columns: units)
      imaginary = carver.matrix(rows: 1, columns: units)
      scale = carver.matrix(rows: 1, columns: units)
    }
  }
}

/// What a rate network does to a sum.
package enum RateNonlinearity: Sendable {
  case tanh, relu, softplus

  fileprivate var kernel: ck_nonlinearity {
    switch self {
    case .tanh: CK_TANH
    case .relu: CK_RELU
    case .softplus: CK_SOFTPLUS
    }
  }
}
