#pragma once
#include <mujoco/mujoco.h>

#include "trial.h"

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

/// Takes this many steps.
const char *mujoco_guard_step(const mjModel *model, mjData *data, int count);

/// Brings all that follows from the state up to date.
const char *mujoco_guard_forward(const mjModel *model, mjData *data);

/// Computes where everything in a model is that can be seen, from the positions alone.
const char *mujoco_guard_pose(const mjModel *model, mjData *data);

/// Allocates a scene of at most this many shapes.
const char *mujoco_guard_make_scene(const mjModel *model, mjvScene *scene, int capacity);

/// Loads OpenGL, if that has not happened, and what of a model it draws. A context of OpenGL has to be
/// current on this thread, here and wherever something is drawn.
const char *mujoco_guard_make_context(const mjModel *model, mjrContext *context, int font_scale);

/// Fills a scene with the shapes of a model as a camera sees them.
const char *mujoco_guard_update_scene(
    const mjModel *model, mjData *data, mjvCamera *camera, mjvScene *scene);

/// Draws a scene.
const char *mujoco_guard_render(mjrRect viewport, mjvScene *scene, const mjrContext *context);
