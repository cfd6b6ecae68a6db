#pragma once
#include <hdf5.h>
#include <stdint.h>

// The library names its types, classes and flags by macros that call functions or cast, which Swift
// does not import. What stands here gives them a name that it does.

static inline hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t chdf5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t chdf5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline hid_t chdf5_object_reference(void) { return H5T_STD_REF_OBJ; }
static inline size_t chdf5_variable_size(void) { return H5T_VARIABLE; }

static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_file_create_class(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_link_create_class(void) { return H5P_LINK_CREATE; }
static inline hid_t chdf5_dataset_create_class(void) { return H5P_DATASET_CREATE; }

static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_read_write(void) { return H5F_ACC_RDWR; }
static inline unsigned chdf5_create_new(void) { return H5F_ACC_EXCL; }

// The default property list, the default error stack and "the whole data set" are the same number.
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }

// Structures that later versions of the library changed, reduced to what is asked of them.

// What the link at a path is: 0 a hard link, 1 a soft one, 2 one that leads out of the file or that
// only a plugin can follow; negative where there is none.
static inline int chdf5_link_kind(hid_t location, const char *path, size_t *value_size) {
  H5L_info_t info;
  if (H5Lget_info(location, path, &info, H5P_DEFAULT) < 0) return -1;
  *value_size = info.type == H5L_TYPE_HARD ? 0 : info.u.val_size;
  return info.type == H5L_TYPE_HARD ? 0 : info.type == H5L_TYPE_SOFT ? 1 : 2;
}

// A number that no other open object of the file has.
static inline herr_t chdf5_object_number(hid_t object, uint64_t *number) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  if (H5Oget_info3(object, &info, H5O_INFO_BASIC) < 0) return -1;
  *number = 0;
  for (size_t i = 0; i < sizeof *number; i++)
    *number |= (uint64_t)info.token.__data[i] << (8 * i);
#else
  H5O_info_t info;
  if (H5Oget_info2(object, &info, H5O_INFO_BASIC) < 0) return -1;
  *number = info.addr;
#endif
  return 0;
}
