import CKernels

extension Matrix {
  /// One step of a gated recurrent unit, written into this matrix, [n, H]; see `ck_gru_forward`.
  @inline(__always)
  package func applyGRUStep(
    input: Matrix, recurrent: Matrix, inputBias: Matrix, recurrentBias: Matrix, state: Matrix,
    reset: Matrix, update: Matrix, candidate: Matrix, candidateRecurrent: Matrix
  ) {
    assert(input.rows == rows && input.columns == 3 * columns && recurrent.rows == rows)
    assert(reset.stride == columns && update.stride == columns && candidate.stride == columns)
    var step = unsafe ck_gru_step(
      rows: rows, hidden: columns, input: input.base, input_stride: input.stride,
      recurrent: recurrent.base, recurrent_stride: recurrent.stride, input_bias: inputBias.base,
      recurrent_bias: recurrentBias.base, state: state.base, state_stride: state.stride,
      reset: reset.base, update: update.base, candidate: candidate.base,
      candidate_recurrent: candidateRecurrent.base, stride: columns, next: base,
      next_stride: stride)
    unsafe ck_gru_forward(&step)
  }

  /// The backward of one step, this matrix being the gradient of its output, [n, H]; see
  /// `ck_gru_backward`.
  @inline(__always)
  package func applyGRUStepGradient(
    reset: Matrix, update: Matrix, candidate: Matrix, candidateRecurrent: Matrix, state: Matrix,
    inputGradient: Matrix, recurrentGradient: Matrix, stateGradient: Matrix
  ) {
    assert(inputGradient.rows == rows && inputGradient.columns == 3 * columns)
    assert(recurrentGradient.rows == rows && recurrentGradient.columns == 3 * columns)
    var step = unsafe ck_gru_step_gradient(
      rows: rows, hidden: columns, reset: reset.base, update: update.base,
      candidate: candidate.base, candidate_recurrent: candidateRecurrent.base, stride: columns,
      state: state.base, state_stride: state.stride, next_gradient: base,
      next_gradient_stride: stride, input_gradient: inputGradient.base,
      input_gradient_stride: inputGradient.stride, recurrent_gradient: recurrentGradient.base,
      recurrent_gradient_stride: recurrentGradient.stride, state_gradient: stateGradient.base,
      state_gradient_stride: stateGradient.stride)
    unsafe ck_gru_backward(&step)
  }

  /// Adds each row of `other` times its own factor.
  @inline(__always)
  public func addScaledRows(_ other: Matrix, factors: Matrix) {
    assert(rows == other.rows && columns == other.columns && factors.count == rows)
    unsafe ck_add_scaled_rows(
      base, stride, other.base, other.stride, rows, columns, factors.base)
  }
}
