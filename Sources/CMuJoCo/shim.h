#pragma once
#include <mujoco/mujoco.h>
#include <stdlib.h>
#include <string.h>

// What Swift cannot import: global variables, and structs with arrays of thousands of elements.

/// Replaces what MuJoCo does about warnings and errors: writing a log file, and ending the process.
static inline void mujoco_set_handlers(
    void (*warning)(const char *), void (*error)(const char *)) {
  mju_user_warning = warning;
  mju_user_error = error;
}

/// Compiles a model from XML text. Returns NULL and a message where that is impossible.
static inline mjModel *mujoco_load_xml(
    const void *text, int size, char *message, int message_capacity) {
  static const char name[] = "model.xml";
  // About 2 MB: too much for the stack of a thread.
  mjVFS *files = (mjVFS *)malloc(sizeof(mjVFS));
  if (!files) {
    strncpy(message, "out of memory", message_capacity);
    return NULL;
  }
  mj_defaultVFS(files);
  mjModel *model = NULL;
  if (mj_makeEmptyFileVFS(files, name, size) == 0) {
    memcpy(files->filedata[0], text, size);
    model = mj_loadXML(name, files, message, message_capacity);
  } else {
    strncpy(message, "the text is too long", message_capacity);
  }
  mj_deleteVFS(files);
  free(files);
  return model;
}

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

/// What a kind of warning says.
static inline const char *mujoco_warning_text(const mjData *data, int kind) {
  return mju_warningText(kind, data->warning[kind].lastinfo);
}
