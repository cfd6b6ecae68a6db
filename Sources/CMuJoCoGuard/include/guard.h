#pragma once
#include <mujoco/mujoco.h>

// MuJoCo calls a handler where it cannot go on, when its stack overflows for instance, and takes it
// for granted that the handler does not return. Swift has no means to leave such a call; C has one,
// longjmp, as long as all that it leaves is C. Each function here makes one call of MuJoCo that can
// be left so, and returns NULL, or MuJoCo's message. A message lasts until the thread's next one.
//
// Data that was left in the middle of a call can be freed, and is good for nothing else.

/// Replaces what MuJoCo does about warnings and errors: writing MUJOCO_LOG.TXT into the working
/// folder, and ending the process. Warnings are counted in the data, and found there.
void mujoco_guard_install(void);

/// Compiles the model in a file, or in `text` where `path` is NULL.
const char *mujoco_guard_load(
    const char *path, const void *text, int size, mjModel **model, char *message,
    int message_capacity);

/// Allocates the data of a simulation; NULL where there is not enough memory.
const char *mujoco_guard_make_data(const mjModel *model, mjData **data);

/// Takes so many steps.
const char *mujoco_guard_step(const mjModel *model, mjData *data, int count);

/// Brings all that follows from the state up to date.
const char *mujoco_guard_forward(const mjModel *model, mjData *data);
