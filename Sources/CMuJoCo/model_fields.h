#pragma once
#include <ctype.h>
#include <mujoco/mjxmacro.h>
#include <mujoco/mujoco.h>

// Reading the fields of a compiled model by name, for comparisons with recorded models.

/// Whether two names are the same when case and underscores are left out: dof_m0 is dof_M0.
static inline int mujoco_is_same_name(const char *a, const char *b) {
  for (;;) {
    while (*a == '_') a++;
    while (*b == '_') b++;
    if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) return 0;
    if (!*a) return 1;
    a++;
    b++;
  }
}

/// Copies a field of the model, such as body_mass, opt/gravity or nq, as double precision.
/// Returns how many values it has, of which at most capacity are copied, or -1 if there is none.
static inline int mujoco_model_field(
    const mjModel *model, const char *name, double *values, int capacity) {
#define MUJOCO_COPY(full_name, field, count)                                       \
  if (mujoco_is_same_name(name, full_name)) {                                      \
    int size = (int)(count);                                                       \
    for (int i = 0; i < size && i < capacity; i++) values[i] = (double)(field)[i]; \
    return size;                                                                   \
  }
#define X(field) MUJOCO_COPY(#field, &model->field, 1)
  MJMODEL_INTS
#undef X
  MJMODEL_POINTERS_PREAMBLE(model)
#define X(type, field, rows, columns) MUJOCO_COPY(#field, model->field, model->rows * (columns))
  MJMODEL_POINTERS
#undef X
#define X(type, field) MUJOCO_COPY("opt/" #field, &model->opt.field, 1)
  MJOPTION_SCALARS
#undef X
#define X(field, size) MUJOCO_COPY("opt/" #field, model->opt.field, size)
  MJOPTION_VECTORS
#undef X
  MUJOCO_COPY("stat/meaninertia", &model->stat.meaninertia, 1)
  MUJOCO_COPY("stat/meanmass", &model->stat.meanmass, 1)
  MUJOCO_COPY("stat/meansize", &model->stat.meansize, 1)
  MUJOCO_COPY("stat/extent", &model->stat.extent, 1)
  MUJOCO_COPY("stat/center", model->stat.center, 3)
#undef MUJOCO_COPY
  return -1;
}
