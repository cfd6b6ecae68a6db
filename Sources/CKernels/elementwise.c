#include "gentle.h"
#include "kernels.h"
#include <math.h>

INLINE float same(float x) { return x; }
INLINE float relu(float x) { return x > 0 ? x : 0; }

// x <- FUNCTION(x + bias) for each row, with HOW before the loop over its columns.
#define EACH_BIASED(FUNCTION, HOW) \
  for (size_t i = 0; i < rows; i++) { \
    float *restrict row = x + i * stride; \
    HOW for (size_t j = 0; j < columns; j++) row[j] = FUNCTION(row[j] + bias[j]); \
  }
#define BIAS_PARAMETERS float *x, size_t stride, size_t rows, size_t columns, const float *bias
#define BIAS_KERNEL(NAME, FUNCTION) \
  MULTIVERSIONED static void NAME##_fast(BIAS_PARAMETERS) { EACH_BIASED(FUNCTION, ) } \
  GENTLE static void NAME##_gently(BIAS_PARAMETERS) { EACH_BIASED(FUNCTION, FOUR_AT_A_TIME) } \
  void NAME(BIAS_PARAMETERS) { \
    (ck_is_gentle ? NAME##_gently : NAME##_fast)(x, stride, rows, columns, bias); \
  }

BIAS_KERNEL(ck_add_bias, same)
BIAS_KERNEL(ck_tanh_bias, kernel_tanh)
BIAS_KERNEL(ck_relu_bias, relu)

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

MULTIVERSIONED void ck_exp(float *y, const float *x, size_t count) {
  // Two loops, as the compiler makes vectors only where it knows whether they overlap.
  if (x == y)
    for (size_t i = 0; i < count; i++) y[i] = kernel_exp(y[i]);
  else
    for (size_t i = 0; i < count; i++) y[i] = kernel_exp(x[i]);
}

// Rows are few numbers long where there are few actions, so that a vector holds a number of each of
// BLOCK rows. The rows beyond the last are copies of it.
enum { BLOCK = 16 };

INLINE void locate_rows(const float *rows[BLOCK], const float *x, size_t stride, size_t count) {
  for (size_t r = 0; r < BLOCK; r++) rows[r] = x + (r < count ? r : count - 1) * stride;
}

MULTIVERSIONED void ck_log_softmax(float *y, size_t y_stride, const float *x, size_t x_stride,
                                   size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i += BLOCK) {
    size_t count = rows - i < BLOCK ? rows - i : BLOCK;
    const float *row[BLOCK];
    locate_rows(row, x + i * x_stride, x_stride, count);
    float largest[BLOCK], sum[BLOCK] = {0};
    for (size_t r = 0; r < BLOCK; r++) largest[r] = row[r][0];
    for (size_t j = 1; j < columns; j++)
      for (size_t r = 0; r < BLOCK; r++)
        largest[r] = row[r][j] > largest[r] ? row[r][j] : largest[r];
    for (size_t j = 0; j < columns; j++) {
      float value[BLOCK];
      for (size_t r = 0; r < BLOCK; r++) value[r] = row[r][j];
      for (size_t r = 0; r < BLOCK; r++) sum[r] += kernel_exp(value[r] - largest[r]);
    }
    for (size_t r = 0; r < BLOCK; r++) largest[r] += kernel_log(sum[r]);
    for (size_t r = 0; r < count; r++) {
      float *out = y + (i + r) * y_stride;
      for (size_t j = 0; j < columns; j++) out[j] = row[r][j] - largest[r];
    }
  }
}

MULTIVERSIONED void ck_add_entropies(float *entropies, const float *x, size_t stride, size_t rows,
                                     size_t columns) {
  for (size_t i = 0; i < rows; i += BLOCK) {
    size_t count = rows - i < BLOCK ? rows - i : BLOCK;
    const float *row[BLOCK];
    locate_rows(row, x + i * stride, stride, count);
    float sum[BLOCK] = {0};
    for (size_t j = 0; j < columns; j++) {
      float value[BLOCK];
      for (size_t r = 0; r < BLOCK; r++) value[r] = row[r][j];
      for (size_t r = 0; r < BLOCK; r++) sum[r] += kernel_exp(value[r]) * value[r];
    }
    for (size_t r = 0; r < count; r++) entropies[i + r] -= sum[r];
  }
}

// Rows are too short for a call of the library's copy each, and single numbers for a loop each.
MULTIVERSIONED void ck_gather_rows(float *y, size_t y_stride, const float *x, size_t x_stride,
                                   const int *rows, size_t count, size_t columns) {
  typedef float four __attribute__((vector_size(16), aligned(4)));
  if (columns == 1 && x_stride == 1 && y_stride == 1) {
    for (size_t i = 0; i < count; i++) y[i] = x[rows[i]];
    return;
  }
  for (size_t i = 0; i < count; i++) {
    const float *from = x + (size_t)rows[i] * x_stride;
    float *to = y + i * y_stride;
    size_t j = 0;
    for (; j + 4 <= columns; j += 4) *(four *)(to + j) = *(const four *)(from + j);
    switch (columns - j) {
    case 3: to[j + 2] = from[j + 2]; // fall through
    case 2: to[j + 1] = from[j + 1]; // fall through
    case 1: to[j] = from[j];
    }
  }
}

MULTIVERSIONED void ck_scale_rows(float *y, size_t y_stride, const float *x, size_t x_stride,
                                  size_t rows, size_t columns, const float *factors) {
  for (size_t i = 0; i < rows; i++) {
    const float *row = x + i * x_stride;
    float *out = y + i * y_stride;
    float factor = factors[i];
    // Memory bounds it, so that one kind is enough.
    FOUR_AT_A_TIME for (size_t j = 0; j < columns; j++) out[j] = row[j] * factor;
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
