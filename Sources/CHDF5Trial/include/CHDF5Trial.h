#pragma once
// libhdf5 believes much of what a damaged file says: some make it crash, others keep it in a loop. What
// nobody vouches for by a digest is therefore read by a process that may come to grief.

// What became of an attempt to read a file.
struct hdf5_trial {
  // The signal that ended it, or 0.
  int signal;
  // Whether it did not come to an end.
  int hung;
  // Whether groups, objects or attributes could not be read. libhdf5 refuses those in one call and
  // may crash on them in the next.
  int broken;
  // Why, in the library's words.
  char message[256];
  // The number of the system's error where there was no attempt, or 0.
  int failure;
};

// Reads what describes the contents of a file, and of the contents the beginning, in a process of its
// own, with limits of time and memory. That libhdf5 refuses to open the file is no trouble here: who
// opens it will be told. Nobody else may be in a call of libhdf5 meanwhile.
struct hdf5_trial hdf5_trial_read(const char *path);
