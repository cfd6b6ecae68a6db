#pragma once
#include <hdf5.h>

// The library names its types by macros that read global variables, which Swift does not import.
static inline hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
