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

MULTIVERSIONED double ck_dot(const float *x, const float *y, size_t count) {
  double sums[16] = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (size_t lane = 0; lane < 16; lane++)
      sums[lane] += (double)x[i + lane] * (double)y[i + lane];
  for (size_t lane = 0; i < count; i++, lane++) sums[lane] += (double)x[i] * (double)y[i];
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

MULTIVERSIONED void ck_momentum(float *restrict parameters, float *restrict buffer,
                                const float *restrict gradients, size_t count,
                                float learning_rate, float momentum, float scale) {
  for (size_t i = 0; i < count; i++) {
    float step = momentum * buffer[i] + scale * gradients[i];
    buffer[i] = step;
    parameters[i] -= learning_rate * step;
  }
}

MULTIVERSIONED void ck_blend(float *restrict x, const float *restrict y, size_t count, float keep,
                             float take) {
  for (size_t i = 0; i < count; i++) x[i] = keep * x[i] + take * y[i];
}

MULTIVERSIONED void ck_divide_by_products(float *restrict x, size_t stride, size_t rows,
                                          size_t columns, const float *restrict row_values,
                                          const float *restrict column_values, float damping) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++)
      x[i * stride + j] /= row_values[i] * column_values[j] + damping;
}
