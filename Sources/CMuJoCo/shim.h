#pragma once
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

/// Forgets the warnings that were raised.
static inline void mujoco_clear_warnings(mjData *data) {
  memset(data->warning, 0, sizeof data->warning);
}

/// What the last warning of a kind is about: a degree of freedom, an actuator or a size.
static inline int mujoco_warning_subject(const mjData *data, int kind) {
  return data->warning[kind].lastinfo;
}
