#pragma once
#include "CKernels.h"

#define MULTIVERSIONED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define INLINE static inline __attribute__((always_inline))

#pragma STDC FP_CONTRACT OFF

// exp by range reduction to [-ln2/2, ln2/2] and a polynomial of degree 7; relative error below 2e-7.
INLINE float kernel_exp(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  float n = (x * 1.44269504f + 12582912.0f) - 12582912.0f; // nearest integer
  float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9841270e-4f;
  p = p * r + 1.3888889e-3f;
  p = p * r + 8.3333333e-3f;
  p = p * r + 4.1666667e-2f;
  p = p * r + 1.6666667e-1f;
  p = p * r + 0.5f;
  p = (p * r) * r + r + 1.0f;
  union {
    int bits;
    float value;
  } power = {.bits = ((int)n + 127) << 23};
  return p * power.value;
}

INLINE float kernel_sigmoid(float x) { return 1.0f / (1.0f + kernel_exp(-x)); }

// Near zero by its Taylor series (to x^13, |x| < 0.5), so that small values keep their digits.
INLINE float kernel_tanh(float x) {
  float square = x * x;
  float p = 3.5921280e-3f; // 21844/6081075
  p = p * square - 8.8632355e-3f; // 1382/155925
  p = p * square + 2.1869489e-2f; // 62/2835
  p = p * square - 5.3968254e-2f; // 17/315
  p = p * square + 1.3333333e-1f; // 2/15
  p = p * square - 3.3333333e-1f; // 1/3
  float small = x + (x * square) * p;
  float magnitude = x < 0 ? -x : x;
  float large = 1.0f - 2.0f / (kernel_exp(2.0f * magnitude) + 1.0f);
  large = x < 0 ? -large : large;
  return magnitude < 0.5f ? small : large;
}
