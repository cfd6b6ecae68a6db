#pragma once
#include "CKernels.h"

#define MULTIVERSIONED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define INLINE static inline __attribute__((always_inline))

// The compiler contracts nothing by itself; where an addition is fused to a multiplication it says so.
// The results are then the same on every processor.
#pragma STDC FP_CONTRACT OFF
#define FUSED(x, y, z) __builtin_elementwise_fma((float)(x), (float)(y), (float)(z))

// exp by range reduction to [-ln2/2, ln2/2] and its Taylor polynomial of degree 7; relative error
// below 2e-7. Clamped to the finite range.
INLINE float kernel_exp(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  // The nearest integer, in the last bits of a sum with 1.5 * 2^23 and as a number.
  union {
    float value;
    unsigned bits;
  } sum = {.value = FUSED(x, 1.44269504f, 12582912.0f)};
  float n = sum.value - 12582912.0f;
  float r = FUSED(n, -0.693359375f, x); // ln2 in two parts
  r = FUSED(n, 2.12194440e-4f, r);
  float p = 1.9841270e-4f;
  p = FUSED(p, r, 1.3888889e-3f);
  p = FUSED(p, r, 8.3333333e-3f);
  p = FUSED(p, r, 4.1666667e-2f);
  p = FUSED(p, r, 1.6666667e-1f);
  p = FUSED(p, r, 0.5f);
  p = FUSED(p * r, r, r) + 1.0f;
  // Of NaN the bits are anything, and p is NaN.
  union {
    unsigned bits;
    float value;
  } power = {.bits = (sum.bits - 0x4b400000u + 127u) << 23};
  return p * power.value;
}

// log of a positive normal number, m 2^e with m in [sqrt(1/2), sqrt(2)]: log m is 2 atanh(s) with
// s = (m - 1) / (m + 1), by its Taylor polynomial of degree 9; relative error below 3e-7.
INLINE float kernel_log(float x) {
  union {
    float value;
    int bits;
  } number = {.value = x};
  int shifted = number.bits - 0x3f3504f3; // sqrt(1/2)
  float exponent = (float)(shifted >> 23);
  number.bits -= shifted & ~0x7fffff;
  float s = (number.value - 1.0f) / (number.value + 1.0f);
  float z = s * s;
  float p = FUSED(0.22222222f, z, 0.28571429f);
  p = FUSED(p, z, 0.4f);
  p = FUSED(p, z, 0.66666667f);
  float rest = FUSED(p * z, s, exponent * -2.12194440e-4f);
  return FUSED(exponent, 0.693359375f, FUSED(2.0f, s, rest));
}

// x P(x^2) / Q(x^2) on [-7.9, 7.9], and beyond that the values at its ends, which differ from tanh by
// less than 4e-7. The coefficients are a fit of ours for the least relative error (5.7e-9 before
// rounding, 4e-7 with it). One division and no exponential: 2.5 times as fast as by way of exp.
INLINE float kernel_tanh(float x) {
  x = x < -7.9f ? -7.9f : x;
  x = x > 7.9f ? 7.9f : x;
  float s = x * x;
  float p = FUSED(1.542805429e-08f, s, 2.202329785e-05f);
  p = FUSED(p, s, 3.578995056e-03f);
  p = FUSED(p, s, 1.345062308e-01f);
  p = FUSED(p, s, 1.0f);
  float q = FUSED(8.598811467e-07f, s, 3.423655617e-04f);
  q = FUSED(q, s, 2.619224934e-02f);
  q = FUSED(q, s, 4.678395108e-01f);
  q = FUSED(q, s, 1.0f);
  return x * p / q;
}

// 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2; absolute error below 2e-7.
INLINE float kernel_sigmoid(float x) { return FUSED(kernel_tanh(0.5f * x), 0.5f, 0.5f); }
