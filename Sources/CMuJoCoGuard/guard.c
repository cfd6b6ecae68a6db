#include "guard.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Where the call that a thread is in can be left to; NULL outside of guarded calls.
static _Thread_local jmp_buf *way_out;
static _Thread_local char error_message[1024];

static void ignore(const char *message) { (void)message; }

static void leave(const char *message) {
  if (!way_out) {
    fprintf(stderr, "MuJoCo: %s\n", message);
    abort();
  }
  snprintf(error_message, sizeof error_message, "%s", message);
  longjmp(*way_out, 1);
}

void mujoco_guard_install(void) {
  mju_user_warning = ignore;
  mju_user_error = leave;
}

/// Makes `call`, and gives the message with which MuJoCo left it, or NULL. _setjmp leaves the signal
/// mask alone, which takes a call of the system: all this costs some 10 ns.
#define GUARDED(call)                     \
  jmp_buf here;                           \
  if (_setjmp(here)) {                    \
    way_out = NULL;                       \
    return error_message;                 \
  }                                       \
  way_out = &here;                        \
  call;                                   \
  way_out = NULL;                         \
  return NULL

/// Compiles XML text, which MuJoCo reads from a file in memory only.
static mjModel *load_text(
    const void *text, int size, char *message, int message_capacity) {
  static const char name[] = "model.xml";
  // About 2 MB: too much for the stack of a thread.
  mjVFS *files = (mjVFS *)malloc(sizeof(mjVFS));
  if (!files) {
    snprintf(message, message_capacity, "out of memory");
    return NULL;
  }
  mj_defaultVFS(files);
  mjModel *model = NULL;
  if (mj_makeEmptyFileVFS(files, name, size) == 0) {
    memcpy(files->filedata[0], text, size);
    model = mj_loadXML(name, files, message, message_capacity);
  } else {
    snprintf(message, message_capacity, "the text is too long");
  }
  mj_deleteVFS(files);
  free(files);
  return model;
}

const char *mujoco_guard_load(
    const char *path, const void *text, int size, mjModel **model, char *message,
    int message_capacity) {
  GUARDED(
      *model = path ? mj_loadXML(path, NULL, message, message_capacity)
                    : load_text(text, size, message, message_capacity));
}

const char *mujoco_guard_make_data(const mjModel *model, mjData **data) {
  GUARDED(*data = mj_makeData(model));
}

const char *mujoco_guard_step(const mjModel *model, mjData *data, int count) {
  GUARDED(for (int step = 0; step < count; step++) mj_step(model, data));
}

const char *mujoco_guard_forward(const mjModel *model, mjData *data) {
  GUARDED(mj_forward(model, data));
}

const char *mujoco_guard_pose(const mjModel *model, mjData *data) {
  GUARDED(mj_kinematics(model, data); mj_comPos(model, data); mj_camlight(model, data);
          mj_tendon(model, data));
}

const char *mujoco_guard_make_scene(const mjModel *model, mjvScene *scene, int capacity) {
  GUARDED(mjv_makeScene(model, scene, capacity));
}

const char *mujoco_guard_make_context(const mjModel *model, mjrContext *context, int font_scale) {
  GUARDED(mjr_makeContext(model, context, font_scale));
}

const char *mujoco_guard_update_scene(
    const mjModel *model, mjData *data, mjvCamera *camera, mjvScene *scene) {
  mjvOption options;
  mjv_defaultOption(&options);
  GUARDED(mjv_updateScene(model, data, &options, NULL, camera, mjCAT_ALL, scene));
}

const char *mujoco_guard_render(mjrRect viewport, mjvScene *scene, const mjrContext *context) {
  GUARDED(mjr_render(viewport, scene, context));
}
