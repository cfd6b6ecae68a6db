#include "CKernels.h"

int ck_processor_has_avx512(void) { return __builtin_cpu_supports("x86-64-v4") != 0; }
