// Elementwise parts of recurrent cells other than the GRU; what each computes stands in CKernels.h.
#include "kernels.h"

// log(1 + exp(x)) without overflow; where exp(-|x|) is small, by its Taylor polynomial.
INLINE float kernel_softplus(float x) {
  float e = kernel_exp(x < 0.0f ? x : -x);
  float series = e * (1.0f - e * (0.5f - e * 0.33333333f));
  float rest = e < 0.005f ? series : kernel_log(1.0f + e);
  return (x > 0.0f ? x : 0.0f) + rest;
}

// Its derivative, the logistic function, by way of what it gave: 1 - exp(-f).
INLINE float kernel_softplus_derivative(float f) {
  float series = f * (1.0f - f * (0.5f - f * 0.16666667f));
  return f < 0.005f ? series : 1.0f - kernel_exp(-f);
}

MULTIVERSIONED void ck_lstm_forward(const ck_lstm_step *s) {
  size_t hidden = s->hidden;
  const float *bi = s->input_bias, *bh = s->recurrent_bias;
  for (size_t row = 0; row < s->rows; row++) {
    const float *restrict x = s->input + row * s->input_stride;
    const float *restrict u = s->recurrent + row * s->recurrent_stride;
    const float *restrict c = s->memory + row * s->state_stride;
    float *restrict i = s->input_gate + row * s->stride;
    float *restrict f = s->forget_gate + row * s->stride;
    float *restrict g = s->candidate + row * s->stride;
    float *restrict o = s->output_gate + row * s->stride;
    float *restrict t = s->squashed + row * s->stride;
    float *restrict next_h = s->next_hidden + row * s->next_stride;
    float *restrict next_c = s->next_memory + row * s->next_stride;
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < hidden; j++) {
      size_t second = hidden + j, third = 2 * hidden + j, fourth = 3 * hidden + j;
      i[j] = kernel_sigmoid((x[j] + bi[j]) + (u[j] + bh[j]));
      f[j] = kernel_sigmoid((x[second] + bi[second]) + (u[second] + bh[second]));
      g[j] = kernel_tanh((x[third] + bi[third]) + (u[third] + bh[third]));
      o[j] = kernel_sigmoid((x[fourth] + bi[fourth]) + (u[fourth] + bh[fourth]));
      float memory = f[j] * c[j] + i[j] * g[j];
      t[j] = kernel_tanh(memory);
      next_c[j] = memory;
      next_h[j] = o[j] * t[j];
    }
  }
}

MULTIVERSIONED void ck_lstm_backward(const ck_lstm_step_gradient *s) {
  size_t hidden = s->hidden;
  for (size_t row = 0; row < s->rows; row++) {
    const float *restrict i = s->input_gate + row * s->stride;
    const float *restrict f = s->forget_gate + row * s->stride;
    const float *restrict g = s->candidate + row * s->stride;
    const float *restrict o = s->output_gate + row * s->stride;
    const float *restrict t = s->squashed + row * s->stride;
    const float *restrict c = s->memory + row * s->state_stride;
    const float *restrict gh = s->hidden_gradient + row * s->hidden_gradient_stride;
    float *restrict gc = s->memory_gradient + row * s->memory_gradient_stride;
    float *restrict gq = s->gradient + row * s->gradient_stride;
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < hidden; j++) {
      float dc = gc[j] + gh[j] * o[j] * (1.0f - t[j] * t[j]);
      gq[j] = dc * g[j] * i[j] * (1.0f - i[j]);
      gq[hidden + j] = dc * c[j] * f[j] * (1.0f - f[j]);
      gq[2 * hidden + j] = dc * i[j] * (1.0f - g[j] * g[j]);
      gq[3 * hidden + j] = gh[j] * t[j] * o[j] * (1.0f - o[j]);
      gc[j] = dc * f[j];
    }
  }
}

#define RATES(FUNCTION) \
  for (size_t row = 0; row < s->rows; row++) { \
    const float *restrict q = s->sum + row * s->sum_stride; \
    const float *restrict r = s->state + row * s->state_stride; \
    float *restrict f = s->rate + row * s->stride; \
    float *restrict next = s->next + row * s->next_stride; \
    for (size_t j = 0; j < s->hidden; j++) { \
      float x = q[j] + (s->input_bias[j] + s->recurrent_bias[j]); \
      f[j] = FUNCTION; \
      next[j] = (1.0f - s->leak) * r[j] + s->leak * f[j]; \
    } \
  }

MULTIVERSIONED void ck_rate_forward(const ck_rate_step *s) {
  switch (s->nonlinearity) {
  case CK_TANH:
    RATES(kernel_tanh(x));
    break;
  case CK_RELU:
    RATES(x > 0.0f ? x : 0.0f);
    break;
  case CK_SOFTPLUS:
    RATES(kernel_softplus(x));
    break;
  }
}

#define RATE_GRADIENTS(DERIVATIVE) \
  for (size_t row = 0; row < s->rows; row++) { \
    const float *restrict rates = s->rate + row * s->stride; \
    const float *restrict g = s->next_gradient + row * s->next_gradient_stride; \
    float *restrict gq = s->sum_gradient + row * s->sum_gradient_stride; \
    float *restrict gr = s->state_gradient + row * s->state_gradient_stride; \
    for (size_t j = 0; j < s->hidden; j++) { \
      float f = rates[j]; \
      gq[j] = s->leak * g[j] * (DERIVATIVE); \
      gr[j] = (1.0f - s->leak) * g[j]; \
    } \
  }

MULTIVERSIONED void ck_rate_backward(const ck_rate_step_gradient *s) {
  switch (s->nonlinearity) {
  case CK_TANH:
    RATE_GRADIENTS(1.0f - f * f);
    break;
  case CK_RELU:
    RATE_GRADIENTS(f > 0.0f ? 1.0f : 0.0f);
    break;
  case CK_SOFTPLUS:
    RATE_GRADIENTS(kernel_softplus_derivative(f));
    break;
  }
}

MULTIVERSIONED void ck_mix_forward(const ck_mix_step *s) {
  size_t hidden = s->hidden;
  for (size_t row = 0; row < s->rows; row++) {
    const float *restrict q = s->sum + row * s->sum_stride, *restrict bias = s->bias;
    float *restrict z = s->update + row * s->stride;
    float *restrict c = s->candidate + row * s->stride;
    const float *restrict before = s->previous + row * s->previous_stride;
    float *restrict h = s->state + row * s->state_stride;
    float *restrict next = s->next + row * s->next_stride;
    float mask = s->masks[row];
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < hidden; j++) {
      z[j] = kernel_sigmoid(q[j] + bias[j]);
      c[j] = q[hidden + j] + bias[hidden + j];
      h[j] = mask * before[j];
      next[j] = (1.0f - z[j]) * h[j] + z[j] * c[j];
    }
  }
}

MULTIVERSIONED void ck_mix_backward(const ck_mix_step_gradient *s) {
  size_t hidden = s->hidden;
  for (size_t row = 0; row < s->rows; row++) {
    const float *restrict z = s->update + row * s->stride;
    const float *restrict c = s->candidate + row * s->stride;
    const float *restrict h = s->state + row * s->state_stride;
    const float *restrict g = s->next_gradient + row * s->next_gradient_stride;
    float *restrict gq = s->sum_gradient + row * s->sum_gradient_stride;
    float *restrict carry = s->carry + row * s->carry_stride;
    // What a later step brings back, where there is one; masks then are that step's.
    float mask = row < s->continuing ? s->masks[row] : 0.0f;
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < hidden; j++) {
      float gradient = g[j] + mask * carry[j];
      gq[j] = gradient * (c[j] - h[j]) * z[j] * (1.0f - z[j]);
      gq[hidden + j] = gradient * z[j];
      carry[j] = gradient * (1.0f - z[j]);
    }
  }
}

MULTIVERSIONED void ck_rotation_forward(const ck_rotation_step *s) {
  size_t units = s->units;
  for (size_t row = 0; row < s->rows; row++) {
    const float *restrict re = s->lambda_re, *restrict im = s->lambda_im, *restrict scale = s->scale;
    const float *restrict x = s->input + row * s->input_stride;
    const float *restrict before = s->previous + row * s->previous_stride;
    float *restrict h = s->state + row * s->state_stride;
    float *restrict next = s->next + row * s->next_stride;
    float mask = s->masks[row];
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < units; j++) {
      float a = mask * before[j], b = mask * before[units + j];
      h[j] = a;
      h[units + j] = b;
      next[j] = (re[j] * a - im[j] * b) + scale[j] * x[j];
      next[units + j] = (re[j] * b + im[j] * a) + scale[j] * x[units + j];
    }
  }
}

MULTIVERSIONED void ck_rotation_backward(const ck_rotation_step_gradient *s) {
  size_t units = s->units;
  for (size_t row = 0; row < s->rows; row++) {
    const float *restrict re = s->lambda_re, *restrict im = s->lambda_im, *restrict scale = s->scale;
    const float *restrict decay = s->decay, *restrict phase = s->phase;
    const float *restrict x = s->input + row * s->input_stride;
    const float *restrict h = s->state + row * s->state_stride;
    const float *g = s->next_gradient + row * s->next_gradient_stride;
    float *gx = s->input_gradient + row * s->input_gradient_stride;
    float *restrict gp = s->parameter_gradient + row * s->parameter_gradient_stride;
    float *restrict carry = s->carry + row * s->carry_stride;
    float mask = row < s->continuing ? s->masks[row] : 0.0f;
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < units; j++) {
      float a = g[j] + mask * carry[j], b = g[units + j] + mask * carry[units + j];
      gx[j] = scale[j] * a;
      gx[units + j] = scale[j] * b;
      // dL/d(lambda).
      float p = a * h[j] + b * h[units + j], q = b * h[j] - a * h[units + j];
      gp[j] = -decay[j] * (p * re[j] + q * im[j]);
      gp[units + j] = phase[j] * (q * re[j] - p * im[j]);
      gp[2 * units + j] = scale[j] * (a * x[j] + b * x[units + j]);
      carry[j] = re[j] * a + im[j] * b;
      carry[units + j] = re[j] * b - im[j] * a;
    }
  }
}
