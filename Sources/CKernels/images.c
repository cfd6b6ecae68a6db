#include "CKernels.h"

// Between images and the patches that a convolution sees of them. Memory bounds all of it, so that one
// kind a function is enough.

#define INLINE static inline __attribute__((always_inline))

void ck_image(float *image, const unsigned char *bytes, size_t channels, size_t places,
              float scale) {
  for (size_t channel = 0; channel < channels; channel++) {
    const unsigned char *plane = bytes + channel * places;
    for (size_t place = 0; place < places; place++)
      image[place * channels + channel] = (float)plane[place] * scale;
  }
}

// The part of a row of a patch that lies in the image: `count` places from `first`, the patch's own
// places being counted from 0; and where in the image's row it begins.
typedef struct {
  size_t first, count, start;
} overlap;

INLINE overlap overlap_of(size_t place, const ck_convolution *shape) {
  size_t begin = place * shape->stride; // in the padded row
  size_t end = begin + shape->kernel;
  size_t from = begin < shape->padding ? shape->padding : begin;
  size_t to = end > shape->width + shape->padding ? shape->width + shape->padding : end;
  if (to <= from) return (overlap){0, 0, 0};
  return (overlap){from - begin, to - from, from - shape->padding};
}

INLINE size_t places_along(size_t length, const ck_convolution *shape) {
  return (length + 2 * shape->padding - shape->kernel) / shape->stride + 1;
}

// The image's row that row `line` of the patches at row `y` sees; the image's height where it sees none.
INLINE size_t row_of(size_t y, size_t line, const ck_convolution *shape) {
  size_t padded = y * shape->stride + line;
  if (padded < shape->padding || padded >= shape->height + shape->padding) return shape->height;
  return padded - shape->padding;
}

void ck_patches(float *patches, const float *image, const ck_convolution *shape) {
  size_t channels = shape->channels, run = shape->kernel * channels;
  size_t across = places_along(shape->width, shape), down = places_along(shape->height, shape);
  for (size_t y = 0; y < down; y++)
    for (size_t x = 0; x < across; x++) {
      overlap part = overlap_of(x, shape);
      for (size_t line = 0; line < shape->kernel; line++, patches += run) {
        size_t row = row_of(y, line, shape);
        if (row == shape->height || part.count < shape->kernel)
          for (size_t i = 0; i < run; i++) patches[i] = 0;
        if (row == shape->height) continue;
        const float *from = image + (row * shape->width + part.start) * channels;
        float *to = patches + part.first * channels;
        for (size_t i = 0; i < part.count * channels; i++) to[i] = from[i];
      }
    }
}

void ck_add_patches(float *image, const float *patches, const ck_convolution *shape) {
  size_t channels = shape->channels, run = shape->kernel * channels;
  size_t across = places_along(shape->width, shape), down = places_along(shape->height, shape);
  for (size_t y = 0; y < down; y++)
    for (size_t x = 0; x < across; x++) {
      overlap part = overlap_of(x, shape);
      for (size_t line = 0; line < shape->kernel; line++, patches += run) {
        size_t row = row_of(y, line, shape);
        if (row == shape->height) continue;
        float *restrict to = image + (row * shape->width + part.start) * channels;
        const float *from = patches + part.first * channels;
        for (size_t i = 0; i < part.count * channels; i++) to[i] += from[i];
      }
    }
}
