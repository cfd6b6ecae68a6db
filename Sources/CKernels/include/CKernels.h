#pragma once
// Elementwise kernels over float32, each compiled for several x86-64 levels and chosen when the
// program is loaded. They are in C because Swift compiles a function for one instruction set only.
//
// Legend: `rows` by `columns` values, rows `stride` apart. Reductions add in an order that the sizes
// alone decide. Multiplications and additions are never contracted, so that a result does not depend
// on the processor.
#include <stddef.h>

// c <- a b or, to accumulate, c + a b, with c [rows, columns] and b [inner, columns]. The left factor
// is given by the distances between its rows and along them, so that it may be a transposed matrix.
void ck_multiply(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_inner,
                 const float *b, size_t b_stride, size_t rows, size_t inner, size_t columns,
                 int accumulate);
// c [columns, columns] <- x^T x with x [rows, columns] of 16 columns or more: half of a product, whose
// other half is its mirror image.
void ck_gram(float *c, size_t c_stride, const float *x, size_t x_stride, size_t rows,
             size_t columns);
// y [columns, rows] <- x [rows, columns] transposed.
void ck_transpose(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows,
                  size_t columns);

// x <- x + bias, for each row.
void ck_add_bias(float *x, size_t stride, size_t rows, size_t columns, const float *bias);
// x <- tanh(x + bias).
void ck_tanh_bias(float *x, size_t stride, size_t rows, size_t columns, const float *bias);
// x <- max(0, x + bias).
void ck_relu_bias(float *x, size_t stride, size_t rows, size_t columns, const float *bias);
// gradient <- gradient * (1 - y^2), with y = tanh(.) as stored.
void ck_tanh_gradient(float *gradient, size_t gradient_stride, const float *y, size_t y_stride,
                      size_t rows, size_t columns);
// gradient <- gradient where y > 0, else 0.
void ck_relu_gradient(float *gradient, size_t gradient_stride, const float *y, size_t y_stride,
                      size_t rows, size_t columns);
// sums <- (accumulate ? sums : 0) + the sum over rows, row after row.
void ck_column_sums(float *sums, const float *x, size_t stride, size_t rows, size_t columns,
                    int accumulate);
// x <- tanh(x), x <- 1 / (1 + exp(-x)), y <- exp(x), elementwise; y may be x.
void ck_tanh(float *x, size_t count);
void ck_sigmoid(float *x, size_t count);
void ck_exp(float *y, const float *x, size_t count);
// y <- x - log(sum(exp(x))) over each row's columns; y may be x.
void ck_log_softmax(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows,
                    size_t columns);
// entropies <- entropies - sum(x exp(x)) over each row's columns, x being log-probabilities.
void ck_add_entropies(float *entropies, const float *x, size_t stride, size_t rows, size_t columns);
// Row i of y <- row rows[i] of x.
void ck_gather_rows(float *y, size_t y_stride, const float *x, size_t x_stride, const int *rows,
                    size_t count, size_t columns);
// y <- factor * x for each row with its own factor; y may be x.
void ck_scale_rows(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows,
                   size_t columns, const float *factors);
// y <- y + factor * x for each row with its own factor.
void ck_add_scaled_rows(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows,
                        size_t columns, const float *factors);

// image [places, channels] <- scale times bytes [channels, places].
void ck_image(float *image, const unsigned char *bytes, size_t channels, size_t places,
              float scale);

// A convolution of an image [height, width, channels] with square kernels, zeros around the image.
typedef struct {
  size_t height, width, channels, kernel, stride, padding;
} ck_convolution;
// patches [places of the kernel, kernel * kernel * channels] <- what it sees of the image at each, row by
// row. The last rows and columns are not seen where the stride does not divide.
void ck_patches(float *patches, const float *image, const ck_convolution *shape);
// Adds patches to where they come from in the image.
void ck_add_patches(float *image, const float *patches, const ck_convolution *shape);

// One GRU step. `input` and `recurrent` are [rows, 3H] products without biases, gates in the order
// reset, update, candidate. Writes the gates and, in `candidate_recurrent`, the recurrent part of the
// candidate with its bias, all [rows, H] with rows `stride` apart.
typedef struct {
  size_t rows, hidden;
  const float *input;
  size_t input_stride;
  const float *recurrent;
  size_t recurrent_stride;
  const float *input_bias, *recurrent_bias;
  const float *state; // [rows, H], already masked
  size_t state_stride;
  float *reset, *update, *candidate, *candidate_recurrent;
  size_t stride;
  float *next; // [rows, H]
  size_t next_stride;
} ck_gru_step;
void ck_gru_forward(const ck_gru_step *step);

// The backward of one GRU step. `next_gradient` is the whole gradient that reaches the step's output.
// Writes the gradients of the two products (`input_gradient` and `recurrent_gradient`, [rows, 3H])
// and, in `state_gradient`, the part of the gradient that reaches the entering state directly.
typedef struct {
  size_t rows, hidden;
  const float *reset, *update, *candidate, *candidate_recurrent;
  size_t stride;
  const float *state;
  size_t state_stride;
  const float *next_gradient;
  size_t next_gradient_stride;
  float *input_gradient;
  size_t input_gradient_stride;
  float *recurrent_gradient;
  size_t recurrent_gradient_stride;
  float *state_gradient;
  size_t state_gradient_stride;
} ck_gru_step_gradient;
void ck_gru_backward(const ck_gru_step_gradient *step);

// One step of a long short-term memory over rows [rows, 4 hidden] of products without biases, gates in
// the order input, forget, candidate, output; `memory` is what enters the step, masked:
//
//     c' = forget * c + input * candidate, h' = output * tanh(c')
typedef struct {
  size_t rows, hidden;
  const float *input;
  size_t input_stride;
  const float *recurrent;
  size_t recurrent_stride;
  const float *input_bias, *recurrent_bias;
  const float *memory;
  size_t state_stride;
  float *input_gate, *forget_gate, *candidate, *output_gate, *squashed;
  size_t stride;
  float *next_hidden, *next_memory;
  size_t next_stride;
} ck_lstm_step;
void ck_lstm_forward(const ck_lstm_step *step);

// Its backward: from dL/dh' to the gradient of the sums before the gates, [rows, 4 hidden].
// `memory_gradient` is what later steps say of c', and becomes dL/dc.
typedef struct {
  size_t rows, hidden;
  const float *input_gate, *forget_gate, *candidate, *output_gate, *squashed;
  size_t stride;
  const float *memory;
  size_t state_stride;
  const float *hidden_gradient;
  size_t hidden_gradient_stride;
  float *memory_gradient;
  size_t memory_gradient_stride;
  float *gradient;
  size_t gradient_stride;
} ck_lstm_step_gradient;
void ck_lstm_backward(const ck_lstm_step_gradient *step);

typedef enum { CK_TANH, CK_RELU, CK_SOFTPLUS } ck_nonlinearity;

// One step of a leaky rate network, with f(x) of the sum of products and both biases:
//
//     r' = (1 - leak) r + leak f(sum + b + c)
typedef struct {
  size_t rows, hidden;
  ck_nonlinearity nonlinearity;
  float leak;
  const float *sum;
  size_t sum_stride;
  const float *input_bias, *recurrent_bias;
  const float *state;
  size_t state_stride;
  float *rate; // f
  size_t stride;
  float *next;
  size_t next_stride;
} ck_rate_step;
void ck_rate_forward(const ck_rate_step *step);

// Its backward: from dL/dr' to dL/d(sum) and the part of dL/dr that leaks.
typedef struct {
  size_t rows, hidden;
  ck_nonlinearity nonlinearity;
  float leak;
  const float *rate;
  size_t stride;
  const float *next_gradient;
  size_t next_gradient_stride;
  float *sum_gradient;
  size_t sum_gradient_stride;
  float *state_gradient;
  size_t state_gradient_stride;
} ck_rate_step_gradient;
void ck_rate_backward(const ck_rate_step_gradient *step);

// One step of a memory that mixes, over rows [rows, 2 hidden] of products without biases, first the
// update's, then the candidate's:
//
//     h = mask * previous, h' = (1 - sigmoid(update)) h + sigmoid(update) * candidate
typedef struct {
  size_t rows, hidden;
  const float *sum;
  size_t sum_stride;
  const float *bias;
  float *update, *candidate; // sigmoid(update), candidate
  size_t stride;
  const float *previous;
  size_t previous_stride;
  const float *masks;
  float *state; // h
  size_t state_stride;
  float *next;
  size_t next_stride;
} ck_mix_step;
void ck_mix_forward(const ck_mix_step *step);

// Its backward: to the gradients of the sums. The first `continuing` rows have a later step, whose masks
// are given and which left `carry`.
typedef struct {
  size_t rows, hidden, continuing;
  const float *update, *candidate;
  size_t stride;
  const float *state;
  size_t state_stride;
  const float *next_gradient;
  size_t next_gradient_stride;
  const float *masks;
  float *sum_gradient;
  size_t sum_gradient_stride;
  float *carry;
  size_t carry_stride;
} ck_mix_step_gradient;
void ck_mix_backward(const ck_mix_step_gradient *step);

// One step of a diagonal linear memory of complex numbers, real parts before imaginary ones:
// x = mask * previous, x' = lambda * x + scale * input.
typedef struct {
  size_t rows, units;
  const float *lambda_re, *lambda_im, *scale;
  const float *input;
  size_t input_stride;
  const float *previous;
  size_t previous_stride;
  const float *masks;
  float *state; // x
  size_t state_stride;
  float *next;
  size_t next_stride;
} ck_rotation_step;
void ck_rotation_forward(const ck_rotation_step *step);

// Its backward, with `continuing`, `masks` and `carry` as above; `input_gradient` may be where
// `next_gradient` is. With lambda = exp(-decay + i phase) the
// gradients of the parameters are those of each row, of log(decay), log(phase) and log(scale), side by
// side.
typedef struct {
  size_t rows, units, continuing;
  const float *lambda_re, *lambda_im, *scale, *decay, *phase;
  const float *input;
  size_t input_stride;
  const float *state;
  size_t state_stride;
  const float *next_gradient;
  size_t next_gradient_stride;
  const float *masks;
  float *input_gradient;
  size_t input_gradient_stride;
  float *parameter_gradient;
  size_t parameter_gradient_stride;
  float *carry;
  size_t carry_stride;
} ck_rotation_step_gradient;
void ck_rotation_backward(const ck_rotation_step_gradient *step);

// total <- the sum of `parts` buffers of `count` values that lie `part_stride` apart, in their order.
void ck_sum_parts(float *total, const float *parts, size_t part_stride, size_t part_count,
                  size_t count);
// The sum of products in double precision, in sixteen interleaved partial sums.
double ck_dot(const float *x, const float *y, size_t count);

// One Adam step (Kingma and Ba 2015, algorithm 1): `step_size` is lr / (1 - beta1^t), `correction`
// 1 / sqrt(1 - beta2^t); the gradient is multiplied by `scale` first, then weight_decay * parameter
// is added to it.
typedef struct {
  float step_size, correction, beta1, beta2, one_minus_beta1, one_minus_beta2, epsilon, scale,
      weight_decay;
} ck_adam_settings;
void ck_adam(float *parameters, float *first, float *second, const float *gradients, size_t count,
             const ck_adam_settings *settings);

// One RMSprop step. With `epsilon_inside` the denominator is sqrt(s + epsilon) as in TensorFlow, else
// sqrt(s) + epsilon as in PyTorch. `momentum_buffer` may be null.
typedef struct {
  float learning_rate, alpha, one_minus_alpha, epsilon, momentum, scale, weight_decay;
  int epsilon_inside;
} ck_rmsprop_settings;
void ck_rmsprop(float *parameters, float *squares, float *momentum_buffer, const float *gradients,
                size_t count, const ck_rmsprop_settings *settings);

// One step of gradient descent with momentum: buffer <- momentum * buffer + scale * gradient, and
// parameters <- parameters - learning_rate * buffer.
void ck_momentum(float *parameters, float *buffer, const float *gradients, size_t count,
                 float learning_rate, float momentum, float scale);

// x <- keep * x + take * y.
void ck_blend(float *x, const float *y, size_t count, float keep, float take);
// x[i][j] <- x[i][j] / (row_values[i] * column_values[j] + damping).
void ck_divide_by_products(float *x, size_t stride, size_t rows, size_t columns,
                           const float *row_values, const float *column_values, float damping);

// Whether the processor and the system have the instructions of x86-64-v4 (AVX-512 F, BW, CD, DQ, VL).
int ck_processor_has_avx512(void);
// Whether it may lower its clock for a while after products in registers of more than 128 bits: Intel's
// do.
int ck_processor_slows_down(void);
// Makes this thread's kernels keep away from such registers, or not, where they have a choice
// (products, biases, activations, the GRU): they take up to five times as long, and what runs between
// them runs at full clock. The results are the same. It has no effect on processors without x86-64-v3.
void ck_set_gentle(int is_gentle);
