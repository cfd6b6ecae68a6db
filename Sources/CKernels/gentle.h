#pragma once

// Whether the kernels of this thread keep away from registers for which the processor lowers its clock.
extern _Thread_local int ck_is_gentle;

// Four numbers at a time, in the loop that follows.
#define FOUR_AT_A_TIME _Pragma("clang loop vectorize_width(4) interleave_count(2)")
#define GENTLE __attribute__((target("arch=x86-64-v3")))
