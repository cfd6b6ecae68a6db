// Products in registers of one kind. Included once for each: VECTOR is the type that holds a register's
// numbers, and OF(name) the name that a function gets for it.

enum { OF(LANES) = sizeof(VECTOR) / sizeof(float) };

// ROWS rows and VECTORS vectors of columns of the result, held in registers.
INLINE void OF(multiply_block)(product p, const int ROWS, const int VECTORS) {
  VECTOR sums[ROWS][VECTORS];
  UNROLL for (int r = 0; r < ROWS; r++)
    UNROLL for (int v = 0; v < VECTORS; v++) sums[r][v] = (VECTOR){0};
  for (size_t k = 0; k < p.inner; k++)
    UNROLL for (int v = 0; v < VECTORS; v++) {
      VECTOR b = *(const VECTOR *)(p.b + k * p.b_stride + OF(LANES) * v);
      UNROLL for (int r = 0; r < ROWS; r++) sums[r][v] += p.a[r * p.a_row + k * p.a_inner] * b;
    }
#define EACH_OUTPUT(STATEMENT) \
  UNROLL for (int r = 0; r < ROWS; r++) UNROLL for (int v = 0; v < VECTORS; v++) { \
    VECTOR *out = (VECTOR *)(p.c + r * p.c_stride + OF(LANES) * v); \
    STATEMENT; \
  }
  if (p.accumulate) EACH_OUTPUT(*out += sums[r][v]) else EACH_OUTPUT(*out = sums[r][v])
#undef EACH_OUTPUT
}

// All rows of this many columns, so that the columns of the right factor stay in the first cache.
INLINE void OF(multiply_panel)(product p, size_t rows, const int VECTORS, const int MOST_ROWS) {
  for (; rows >= MOST_ROWS; rows -= MOST_ROWS, p = skip_rows(p, MOST_ROWS))
    OF(multiply_block)(p, MOST_ROWS, VECTORS);
  if (MOST_ROWS > 4 && rows >= 4) {
    OF(multiply_block)(p, 4, VECTORS);
    p = skip_rows(p, 4);
    rows -= 4;
  }
  if (rows >= 2) {
    OF(multiply_block)(p, 2, VECTORS);
    p = skip_rows(p, 2);
    rows -= 2;
  }
  if (rows) OF(multiply_block)(p, 1, VECTORS);
}

// Few columns: dot products with the columns, which are laid out as rows first. Each is the sum of
// PARTIAL_SUMS sums, whatever the registers hold.
INLINE void OF(multiply_columns)(product p, size_t rows, size_t columns) {
  enum { STRETCH = 256, REGISTERS = PARTIAL_SUMS / OF(LANES) };
  float column[STRETCH] __attribute__((aligned(64)));
  for (size_t j = 0; j < columns; j++)
    for (size_t start = 0; start < p.inner; start += STRETCH) {
      size_t count = p.inner - start < STRETCH ? p.inner - start : STRETCH;
      for (size_t k = 0; k < count; k++) column[k] = p.b[(start + k) * p.b_stride + j];
      int accumulate = p.accumulate || start > 0;
      for (size_t i = 0; i < rows; i++) {
        const float *a = p.a + i * p.a_row + start * p.a_inner;
        VECTOR sums[REGISTERS];
        UNROLL for (int v = 0; v < REGISTERS; v++) sums[v] = (VECTOR){0};
        float rest = 0;
        size_t k = 0;
        if (p.a_inner == 1)
          for (; k + PARTIAL_SUMS <= count; k += PARTIAL_SUMS)
            UNROLL for (int v = 0; v < REGISTERS; v++) {
              size_t place = k + OF(LANES) * v;
              sums[v] += *(const VECTOR *)(a + place) * *(const VECTOR *)(column + place);
            }
        for (; k < count; k++) rest += a[k * p.a_inner] * column[k];
        float *out = p.c + i * p.c_stride + j;
        *out = (accumulate ? *out : 0) + (sum_of_partial_sums((float *)sums) + rest);
      }
    }
}
