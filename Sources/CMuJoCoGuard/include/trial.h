#pragma once
#include <stddef.h>

// MuJoCo compiles a model with code that believes the file: an index beyond an array reads whatever
// is there, a size that no memory holds raises an exception of C++, and some models take for ever. None
// of that can be caught where it happens. So a model that someone else wrote is compiled in a process
// of its own first, which may come to any end.

/// What a trial may take.
typedef struct {
  /// Time of the processor, and time on the clock, in seconds.
  int processor_seconds, clock_seconds;
  /// Memory, in bytes.
  size_t bytes;
} mujoco_trial_limits;

typedef enum {
  /// The model compiles, and a step of it can be taken.
  MUJOCO_TRIAL_PASSED,
  /// MuJoCo says in `message` what is wrong with it.
  MUJOCO_TRIAL_REFUSED,
  /// The signal `detail` ended the process.
  MUJOCO_TRIAL_CRASHED,
  MUJOCO_TRIAL_OUT_OF_TIME,
  MUJOCO_TRIAL_OUT_OF_MEMORY,
  /// An exception of C++, which `message` names, ended the process.
  MUJOCO_TRIAL_THREW,
  /// The process could not be started; `detail` is the value of errno.
  MUJOCO_TRIAL_IMPOSSIBLE,
} mujoco_trial_outcome;

typedef struct {
  mujoco_trial_outcome outcome;
  int detail;
  /// Ends with 0.
  char message[1024];
} mujoco_trial_result;

/// Compiles the model in a file and takes one step in it, in a process of its own.
void mujoco_try_model(
    const char *path, mujoco_trial_limits limits, mujoco_trial_result *result);
