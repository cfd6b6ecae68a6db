#pragma once
// Starts programs with limits that hold from their first instruction. In C because what runs between
// fork and exec may neither allocate nor take a lock.
#include <sys/types.h>

// What a program may use; 0 means as much as it likes.
struct limited_process_limits {
  // Bytes of address space.
  unsigned long long memory;
  // Seconds of processor time.
  unsigned long long processor_seconds;
  // Bytes of each file that it writes.
  unsigned long long file_size;
};

// How a program ended.
struct limited_process_end {
  // Its exit status, or -1 where a signal ended it.
  int status;
  // The signal that ended it, or 0.
  int signal;
  // The most memory that it or a child of its had in use, in kilobytes.
  long peak_kilobytes;
};

// Starts the program at an absolute path in `folder`, in a process group of its own, with nothing to
// read, its output in the files `output` and `error`. `arguments` (with the program's name) and
// `environment` end with NULL.
// Returns its process, or the negative error of fork. What fails later shows as status 127.
pid_t limited_process_start(
    const char *program, char *const *arguments, char *const *environment, const char *folder,
    const char *output, const char *error, const struct limited_process_limits *limits);

// Waits until a process has ended, for at most this many milliseconds. Returns 1 if it has ended, 0 if
// not, and a negative error.
int limited_process_wait(pid_t process, int milliseconds, struct limited_process_end *end);
