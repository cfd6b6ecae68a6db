#pragma once
#include <zlib.h>

// zlib begins a stream by a macro, which Swift does not import.
static inline int czlib_begin(z_stream *stream, int level, int strategy) {
  return deflateInit2(stream, level, Z_DEFLATED, MAX_WBITS, MAX_MEM_LEVEL, strategy);
}
