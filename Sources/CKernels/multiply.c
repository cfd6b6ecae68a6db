#include "CKernels.h"
#include "gentle.h"

// Products of small matrices. OpenBLAS 0.3.21 allocates memory in its small nn products unless the
// columns are a multiple of 32, leaves its fast small kernels above a million multiplications, and
// takes a lock for others; none of that here. Measured on a Xeon with AVX-512 against its SkylakeX
// kernels, in microseconds for [rows, 64] x [64, 64]: 1 row 0.13 (0.18), 4 rows 0.24 (0.31), 64 rows
// 3.7 (3.8), 256 rows 14.6 (24.5).

#define MULTIVERSIONED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define INLINE static inline __attribute__((always_inline))

// A fused multiplication and addition is the point here, as in any library's product.
#pragma STDC FP_CONTRACT ON

// Without it what is meant for registers may stay in memory, which takes up to four times as long.
#define UNROLL _Pragma("clang loop unroll(full)")

typedef struct {
  float *c;
  size_t c_stride;
  const float *a;
  size_t a_row, a_inner; // distances between rows of the left factor, and along them
  const float *b;
  size_t b_stride;
  size_t inner;
  int accumulate;
} product;

INLINE product skip_rows(product p, size_t rows) {
  p.c += rows * p.c_stride;
  p.a += rows * p.a_row;
  return p;
}

INLINE product skip_columns(product p, size_t columns) {
  p.c += columns;
  p.b += columns;
  return p;
}

enum { PARTIAL_SUMS = 16 };

// Destroys them.
INLINE float sum_of_partial_sums(float *sums) {
  for (int half = PARTIAL_SUMS / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) sums[i] += sums[i + half];
  return sums[0];
}

typedef float vector __attribute__((vector_size(64), aligned(4)));
#define VECTOR vector
#define OF(name) name
#include "products.h"
#undef VECTOR
#undef OF

typedef float quad __attribute__((vector_size(16), aligned(4)));
#define VECTOR quad
#define OF(name) name##_in_quads
#include "products.h"

// With 32 registers of 16 lanes, which the compiler would halve if it were not told otherwise.
__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void multiply_wide(
    product p, size_t rows, size_t columns) {
  size_t j = 0;
  if (rows <= 2)
    for (; j + 8 * LANES <= columns; j += 8 * LANES, p.c += 8 * LANES, p.b += 8 * LANES)
      multiply_panel(p, rows, 8, 2);
  for (; j + 4 * LANES <= columns; j += 4 * LANES, p.c += 4 * LANES, p.b += 4 * LANES)
    multiply_panel(p, rows, 4, 4);
  for (; j + LANES <= columns; j += LANES, p.c += LANES, p.b += LANES)
    multiply_panel(p, rows, 1, 8);
  if (j < columns) multiply_columns(p, rows, columns - j);
}

// With 16 registers of 8 lanes or fewer, of which a vector takes two or four. Each value is the same
// sum in the same order as above, so that the bits are the same where additions are fused.
__attribute__((target_clones("arch=x86-64-v3", "default"))) static void multiply_slim(
    product p, size_t rows, size_t columns) {
  size_t j = 0;
  if (rows == 1)
    for (; j + 4 * LANES <= columns; j += 4 * LANES, p.c += 4 * LANES, p.b += 4 * LANES)
      multiply_panel(p, rows, 4, 2);
  if (rows < 4)
    for (; j + 2 * LANES <= columns; j += 2 * LANES, p.c += 2 * LANES, p.b += 2 * LANES)
      multiply_panel(p, rows, 2, 2);
  for (; j + LANES <= columns; j += LANES, p.c += LANES, p.b += LANES)
    multiply_panel(p, rows, 1, 6);
  if (j < columns) multiply_columns(p, rows, columns - j);
}

// For processors that lower their clock for wider registers. As above, each value is the same sum.
__attribute__((target("arch=x86-64-v3"))) static void multiply_gently(product p, size_t rows,
                                                                      size_t columns) {
  size_t rest = columns % LANES;
  for (size_t j = 0; j < columns - rest; j += 2 * LANES_in_quads) {
    multiply_panel_in_quads(p, rows, 2, 4);
    p = skip_columns(p, 2 * LANES_in_quads);
  }
  if (rest) multiply_columns_in_quads(p, rows, rest);
}

void ck_multiply(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_inner,
                 const float *b, size_t b_stride, size_t rows, size_t inner, size_t columns,
                 int accumulate) {
  product p = {c, c_stride, a, a_row, a_inner, b, b_stride, inner, accumulate};
  if (ck_is_gentle)
    multiply_gently(p, rows, columns);
  else if (ck_processor_has_avx512())
    multiply_wide(p, rows, columns);
  else
    multiply_slim(p, rows, columns);
}

// Swaps the off-diagonal quarters of all square blocks of 2 STEP rows, and so, for STEP 8, 4, 2 and 1
// in turn, transposes a tile of 16 x 16 in registers. LOW and HIGH pick from two rows at once.
#define SWAP_QUARTERS(STEP, LOW, HIGH) \
  UNROLL for (int i = 0; i < LANES; i++) \
    if (!(i & STEP)) { \
      vector upper = tile[i], lower = tile[i + STEP]; \
      tile[i] = __builtin_shufflevector(upper, lower, LOW); \
      tile[i + STEP] = __builtin_shufflevector(upper, lower, HIGH); \
    }
#define LOW_8 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define HIGH_8 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31
#define LOW_4 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define HIGH_4 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define LOW_2 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define HIGH_2 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define LOW_1 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define HIGH_1 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31

INLINE void transpose_tile(float *y, size_t y_stride, const float *x, size_t x_stride) {
  vector tile[LANES];
  UNROLL for (int i = 0; i < LANES; i++) tile[i] = *(const vector *)(x + i * x_stride);
  SWAP_QUARTERS(8, LOW_8, HIGH_8)
  SWAP_QUARTERS(4, LOW_4, HIGH_4)
  SWAP_QUARTERS(2, LOW_2, HIGH_2)
  SWAP_QUARTERS(1, LOW_1, HIGH_1)
  UNROLL for (int i = 0; i < LANES; i++) *(vector *)(y + i * y_stride) = tile[i];
}

MULTIVERSIONED void ck_transpose(float *y, size_t y_stride, const float *x, size_t x_stride,
                                 size_t rows, size_t columns) {
  size_t i = 0;
  for (; i + LANES <= rows; i += LANES) {
    size_t j = 0;
    for (; j + LANES <= columns; j += LANES)
      transpose_tile(y + j * y_stride + i, y_stride, x + i * x_stride + j, x_stride);
    for (; j < columns; j++)
      for (size_t k = i; k < i + LANES; k++) y[j * y_stride + k] = x[k * x_stride + j];
  }
  for (; i < rows; i++)
    for (size_t j = 0; j < columns; j++) y[j * y_stride + i] = x[i * x_stride + j];
}

// x^T x from the diagonal's tiles to the right; the last of a row may overlap the one before.
INLINE void multiply_right_of_diagonal(product p, size_t order, const int VECTORS,
                                       const int MOST_ROWS) {
  // A distance that is known beforehand saves a third of the time.
  p.a_row = 1;
  const int FEW = VECTORS == 1 ? MOST_ROWS : 8; // rows of a narrower panel
  for (size_t i = 0; i < order; i += LANES) {
    size_t rows = order - i < LANES ? order - i : LANES;
    product rest = skip_rows(p, i);
    size_t j = i;
    for (; j + LANES * VECTORS <= order; j += LANES * VECTORS)
      multiply_panel(skip_columns(rest, j), rows, VECTORS, MOST_ROWS);
    if (VECTORS > 2 && j + 2 * LANES <= order) {
      multiply_panel(skip_columns(rest, j), rows, 2, FEW);
      j += 2 * LANES;
    }
    if (j + LANES <= order) {
      multiply_panel(skip_columns(rest, j), rows, 1, FEW);
      j += LANES;
    }
    if (j < order) multiply_panel(skip_columns(rest, order - LANES), rows, 1, FEW);
  }
}

__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void gram_wide(
    product p, size_t order) {
  multiply_right_of_diagonal(p, order, 4, 4);
}

__attribute__((target_clones("arch=x86-64-v3", "default"))) static void gram_slim(product p,
                                                                               size_t order) {
  multiply_right_of_diagonal(p, order, 1, 6);
}

void ck_gram(float *c, size_t c_stride, const float *x, size_t x_stride, size_t rows,
             size_t columns) {
  product p = {c, c_stride, x, 1, x_stride, x, x_stride, rows, 0};
  if (ck_processor_has_avx512())
    gram_wide(p, columns);
  else
    gram_slim(p, columns);
  for (size_t j = LANES; j < columns; j += LANES)
    ck_transpose(c + j * c_stride, c_stride, c + j, c_stride, j,
                 columns - j < LANES ? columns - j : LANES);
}
