#include "gentle.h"
#include "kernels.h"

// With HOW before the loop over units.
#define FORWARD(HOW) \
  size_t hidden = s->hidden; \
  const float *bi = s->input_bias, *bh = s->recurrent_bias; \
  for (size_t i = 0; i < s->rows; i++) { \
    const float *restrict x = s->input + i * s->input_stride; \
    const float *restrict u = s->recurrent + i * s->recurrent_stride; \
    const float *restrict h = s->state + i * s->state_stride; \
    float *restrict r = s->reset + i * s->stride; \
    float *restrict z = s->update + i * s->stride; \
    float *restrict n = s->candidate + i * s->stride; \
    float *restrict c = s->candidate_recurrent + i * s->stride; \
    float *restrict next = s->next + i * s->next_stride; \
    HOW for (size_t j = 0; j < hidden; j++) { \
      float reset = kernel_sigmoid((x[j] + bi[j]) + (u[j] + bh[j])); \
      float update = kernel_sigmoid((x[hidden + j] + bi[hidden + j]) + \
                                    (u[hidden + j] + bh[hidden + j])); \
      float part = u[2 * hidden + j] + bh[2 * hidden + j]; \
      float candidate = kernel_tanh((x[2 * hidden + j] + bi[2 * hidden + j]) + reset * part); \
      r[j] = reset; \
      z[j] = update; \
      n[j] = candidate; \
      c[j] = part; \
      next[j] = (1.0f - update) * candidate + update * h[j]; \
    } \
  }

MULTIVERSIONED static void forward_fast(const ck_gru_step *s) { FORWARD() }

GENTLE static void forward_gently(const ck_gru_step *s) { FORWARD(FOUR_AT_A_TIME) }

void ck_gru_forward(const ck_gru_step *s) { (ck_is_gentle ? forward_gently : forward_fast)(s); }

MULTIVERSIONED void ck_gru_backward(const ck_gru_step_gradient *s) {
  size_t hidden = s->hidden;
  for (size_t i = 0; i < s->rows; i++) {
    const float *restrict r = s->reset + i * s->stride;
    const float *restrict z = s->update + i * s->stride;
    const float *restrict n = s->candidate + i * s->stride;
    const float *restrict c = s->candidate_recurrent + i * s->stride;
    const float *restrict h = s->state + i * s->state_stride;
    const float *restrict g = s->next_gradient + i * s->next_gradient_stride;
    float *restrict gx = s->input_gradient + i * s->input_gradient_stride;
    float *restrict gu = s->recurrent_gradient + i * s->recurrent_gradient_stride;
    float *restrict gh = s->state_gradient + i * s->state_gradient_stride;
    // Over all rows, the thirds of a row look as if they overlapped, and the compiler's own check then
    // leaves the vectors out: that takes four times as long.
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < hidden; j++) {
      float update = z[j], reset = r[j], candidate = n[j], gradient = g[j];
      float dz = gradient * (h[j] - candidate) * update * (1.0f - update);
      float dn = gradient * (1.0f - update) * (1.0f - candidate * candidate);
      float dr = dn * c[j] * reset * (1.0f - reset);
      gx[j] = dr;
      gx[hidden + j] = dz;
      gx[2 * hidden + j] = dn;
      gu[j] = dr;
      gu[hidden + j] = dz;
      gu[2 * hidden + j] = dn * reset;
      gh[j] = gradient * update;
    }
  }
}
