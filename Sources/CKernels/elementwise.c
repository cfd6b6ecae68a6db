#include "kernels.h"
#include <math.h>

MULTIVERSIONED void ck_add_bias(float *x, size_t stride, size_t rows, size_t columns,
                                const float *bias) {
  for (size_t i = 0; i < rows; i++) {
    float *restrict row = x + i * stride;
    for (size_t j = 0; j < columns; j++) row[j] = row[j] + bias[j];
  }
}

MULTIVERSIONED void ck_tanh_bias(float *x, size_t stride, size_t rows, size_t columns,
                                 const float *bias) {
  for (size_t i = 0; i < rows; i++) {
    float *restrict row = x + i * stride;
    for (size_t j = 0; j < columns; j++) row[j] = kernel_tanh(row[j] + bias[j]);
  }
}

MULTIVERSIONED void ck_relu_bias(float *x, size_t stride, size_t rows, size_t columns,
                                 const float *bias) {
  for (size_t i = 0; i < rows; i++) {
    float *restrict row = x + i * stride;
    for (size_t j = 0; j < columns; j++) {
      float sum = row[j] + bias[j];
      row[j] = sum > 0 ? sum : 0;
    }
  }
}

MULTIVERSIONED void ck_tanh_gradient(float *gradient, size_t gradient_stride, const float *y,
                                     size_t y_stride, size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i++) {
    float *restrict g = gradient + i * gradient_stride;
    const float *restrict o = y + i * y_stride;
    for (size_t j = 0; j < columns; j++) g[j] = g[j] * (1.0f - o[j] * o[j]);
  }
}

MULTIVERSIONED void ck_relu_gradient(float *gradient, size_t gradient_stride, const float *y,
                                     size_t y_stride, size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i++) {
    float *restrict g = gradient + i * gradient_stride;
    const float *restrict o = y + i * y_stride;
    for (size_t j = 0; j < columns; j++) g[j] = o[j] > 0 ? g[j] : 0;
  }
}

MULTIVERSIONED void ck_column_sums(float *sums, const float *x, size_t stride, size_t rows,
                                   size_t columns, int accumulate) {
  if (!accumulate)
    for (size_t j = 0; j < columns; j++) sums[j] = 0;
  for (size_t i = 0; i < rows; i++) {
    const float *restrict row = x + i * stride;
    float *restrict total = sums;
    for (size_t j = 0; j < columns; j++) total[j] += row[j];
  }
}

MULTIVERSIONED void ck_tanh(float *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = kernel_tanh(x[i]);
}

MULTIVERSIONED void ck_sigmoid(float *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = kernel_sigmoid(x[i]);
}

MULTIVERSIONED void ck_exp(float *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = kernel_exp(x[i]);
}

MULTIVERSIONED void ck_log_softmax(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows,
                    size_t columns) {
  for (size_t i = 0; i < rows; i++) {
    const float *row = x + i * x_stride;
    float *out = y + i * y_stride;
    float largest = row[0];
    for (size_t j = 1; j < columns; j++) largest = row[j] > largest ? row[j] : largest;
    float sum = 0;
    for (size_t j = 0; j < columns; j++) sum += kernel_exp(row[j] - largest);
    float offset = largest + logf(sum);
    for (size_t j = 0; j < columns; j++) out[j] = row[j] - offset;
  }
}

MULTIVERSIONED void ck_scale_rows(float *y, size_t y_stride, const float *x, size_t x_stride,
                                  size_t rows, size_t columns, const float *factors) {
  for (size_t i = 0; i < rows; i++) {
    const float *row = x + i * x_stride;
    float *out = y + i * y_stride;
    float factor = factors[i];
    for (size_t j = 0; j < columns; j++) out[j] = row[j] * factor;
  }
}

MULTIVERSIONED void ck_add_scaled_rows(float *y, size_t y_stride, const float *x, size_t x_stride,
                                       size_t rows, size_t columns, const float *factors) {
  for (size_t i = 0; i < rows; i++) {
    const float *restrict row = x + i * x_stride;
    float *restrict out = y + i * y_stride;
    float factor = factors[i];
    for (size_t j = 0; j < columns; j++) out[j] += row[j] * factor;
  }
}
