#pragma once
#include <mujoco/mjxmacro.h>
#include <mujoco/mujoco.h>
#include <string.h>

// What Swift cannot import: global variables, and structs with arrays of thousands of elements.

/// The first kind of warning that was raised since the data was reset, or -1.
static inline int mujoco_first_warning(const mjData *data) {
  for (int kind = 0; kind < mjNWARNING; kind++) {
    if (data->warning[kind].number) return kind;
  }
  return -1;
}

/// How many bytes the data of a simulation takes.
static inline double mujoco_data_size(const mjModel *model) {
  double size = sizeof(mjData) + sizeof(mjtNum) * (double)model->nstack;
  MJDATA_POINTERS_PREAMBLE(model)
  (void)nv, (void)njmax;
#define X(type, field, rows, columns) \
  size += sizeof(type) * (double)(model->rows) * (double)(columns);
  MJDATA_POINTERS
#undef X
  return size;
}

/// Forgets the warnings that were raised.
static inline void mujoco_clear_warnings(mjData *data) {
  memset(data->warning, 0, sizeof data->warning);
}

/// What the last warning of a kind is about: a degree of freedom, an actuator or a size.
static inline int mujoco_warning_subject(const mjData *data, int kind) {
  return data->warning[kind].lastinfo;
}
