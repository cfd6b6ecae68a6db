#include "CKernels.h"
#include "gentle.h"

int ck_processor_has_avx512(void) { return __builtin_cpu_supports("x86-64-v4") != 0; }

int ck_processor_slows_down(void) {
  return __builtin_cpu_is("intel") && __builtin_cpu_supports("x86-64-v3");
}

_Thread_local int ck_is_gentle = 0;

void ck_set_gentle(int is_gentle) {
  ck_is_gentle = is_gentle && __builtin_cpu_supports("x86-64-v3");
}
