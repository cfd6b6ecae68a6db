#include "kernels.h"

MULTIVERSIONED void ck_sum_parts(float *total, const float *parts, size_t part_stride,
                                 size_t part_count, size_t count) {
  float *restrict sum = total;
  const float *restrict first = parts;
  for (size_t i = 0; i < count; i++) sum[i] = first[i];
  for (size_t p = 1; p < part_count; p++) {
    const float *restrict part = parts + p * part_stride;
    for (size_t i = 0; i < count; i++) sum[i] += part[i];
  }
}

MULTIVERSIONED double ck_sum_of_squares(const float *restrict x, size_t count) {
  double sums[16] = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (size_t lane = 0; lane < 16; lane++) {
      double value = x[i + lane];
      sums[lane] += value * value;
    }
  for (size_t lane = 0; i < count; i++, lane++) sums[lane] += (double)x[i] * (double)x[i];
  double total = 0;
  for (size_t lane = 0; lane < 16; lane++) total += sums[lane];
  return total;
}

MULTIVERSIONED void ck_adam(float *restrict parameters, float *restrict first,
                            float *restrict second, const float *restrict gradients, size_t count,
                            const ck_adam_settings *settings) {
  const ck_adam_settings s = *settings;
  for (size_t i = 0; i < count; i++) {
    float gradient = gradients[i] * s.scale + s.weight_decay * parameters[i];
    float m = s.beta1 * first[i] + s.one_minus_beta1 * gradient;
    float v = s.beta2 * second[i] + s.one_minus_beta2 * (gradient * gradient);
    first[i] = m;
    second[i] = v;
    // The builtin has no errno, so that the loop vectorises: 3 us instead of 21 for 12,000 values.
    float denominator = __builtin_elementwise_sqrt(v) * s.correction + s.epsilon;
    parameters[i] -= s.step_size * m / denominator;
  }
}

MULTIVERSIONED void ck_rmsprop(float *restrict parameters, float *restrict squares,
                               float *restrict momentum_buffer, const float *restrict gradients,
                               size_t count, const ck_rmsprop_settings *settings) {
  const ck_rmsprop_settings s = *settings;
  float inside = s.epsilon_inside ? s.epsilon : 0.0f;
  float outside = s.epsilon_inside ? 0.0f : s.epsilon;
  for (size_t i = 0; i < count; i++) {
    float gradient = gradients[i] * s.scale + s.weight_decay * parameters[i];
    float square = s.alpha * squares[i] + s.one_minus_alpha * (gradient * gradient);
    squares[i] = square;
    float step = gradient / (__builtin_elementwise_sqrt(square + inside) + outside);
    if (momentum_buffer) {
      step = s.momentum * momentum_buffer[i] + step;
      momentum_buffer[i] = step;
    }
    parameters[i] -= s.learning_rate * step;
  }
}
