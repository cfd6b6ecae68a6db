#define _GNU_SOURCE
#include "CHDF5Trial.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Seconds of processor time after which a file counts as one that libhdf5 cannot come to an end with.
// A sound one is left after the first number, however much is in it.
static const int enough_seconds = 2, limit_seconds = 5;
// Bytes of values that are read; what describes them is read whole.
static const size_t limit_bytes = (size_t)64 << 20;
// Bytes of memory beside what the process has.
static const rlim_t limit_memory = (rlim_t)2 << 30;

// The exit status that says that what describes the contents could not all be read.
static const int status_broken = 1;

static size_t bytes_left;

static int has_had_enough(void) { return clock() > (clock_t)enough_seconds * CLOCKS_PER_SEC; }

// Room for this many values, or NULL where they are too many.
static void *room_for(hid_t space, hid_t type) {
  hssize_t count = H5Sget_simple_extent_npoints(space);
  size_t size = H5Tget_size(type);
  if (count <= 0 || size == 0 || (size_t)count > bytes_left / size) return NULL;
  bytes_left -= (size_t)count * size;
  return malloc((size_t)count * size);
}

static herr_t read_attribute(
    hid_t object, const char *name, const H5A_info_t *info, void *context) {
  (void)info, (void)context;
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  if (attribute < 0) return -1;
  hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
  hid_t native = H5Tget_native_type(type, H5T_DIR_ASCEND);
  void *values = room_for(space, native);
  if (values != NULL) H5Aread(attribute, native, values);
  free(values);
  H5Tclose(native), H5Sclose(space), H5Tclose(type), H5Aclose(attribute);
  return has_had_enough();
}

// Values that lie in other files stay there.
static void read_values(hid_t dataset) {
  hid_t properties = H5Dget_create_plist(dataset);
  int is_here = H5Pget_layout(properties) != H5D_VIRTUAL && H5Pget_external_count(properties) == 0;
  H5Pclose(properties);
  if (!is_here || H5Dget_storage_size(dataset) == 0) return;
  hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  hid_t native = H5Tget_native_type(type, H5T_DIR_ASCEND);
  // Goes through the whole index of chunks, however many values they hold.
  hsize_t chunks;
  H5Dget_num_chunks(dataset, space, &chunks);
  void *values = room_for(space, native);
  if (values != NULL) H5Dread(dataset, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  free(values);
  H5Tclose(native), H5Sclose(space), H5Tclose(type);
}

static herr_t read_object(hid_t file, const char *name, const H5O_info_t *info, void *context) {
  (void)info;
  hid_t object = H5Oopen(file, name, H5P_DEFAULT);
  if (object < 0) return -1;
  if (H5Iget_type(object) == H5I_DATASET) read_values(object);
  herr_t outcome =
      H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, NULL, read_attribute, context);
  H5Oclose(object);
  return outcome < 0 ? -1 : has_had_enough();
}

static void limit_resources(void) {
  struct rlimit none = {0, 0}, processor = {limit_seconds, limit_seconds}, memory;
  setrlimit(RLIMIT_CORE, &none);
  setrlimit(RLIMIT_CPU, &processor);
  // What is mapped already counts, and a sanitizer has mapped terabytes.
  rlim_t pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file != NULL) {
    unsigned long count;
    if (fscanf(file, "%lu", &count) == 1) pages = count;
    fclose(file);
  }
  if (pages == 0 || getrlimit(RLIMIT_AS, &memory) != 0) return;
  rlim_t most = pages * (rlim_t)sysconf(_SC_PAGESIZE) + limit_memory;
  if (memory.rlim_cur == RLIM_INFINITY || memory.rlim_cur > most) {
    memory.rlim_cur = most;
    setrlimit(RLIMIT_AS, &memory);
  }
}

// Keeps the first description, which is the innermost.
static herr_t keep_description(unsigned number, const H5E_error2_t *error, void *description) {
  (void)number;
  if (*(const char **)description == NULL) *(const char **)description = error->desc;
  return 0;
}

// Says what the library's last call failed with.
static void report_failure(int output) {
  const char *description = NULL;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_description, &description);
  if (description == NULL) description = "the library gives no reason";
  // Nothing can be done where nobody listens.
  if (write(output, description, strlen(description)) < 0) return;
}

static void read_file(const char *path, int output) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  limit_resources();
  // A file that waits for something uses no processor.
  alarm(6 * limit_seconds);
  bytes_left = limit_bytes;
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_file_locking(access, 0, 1);
  hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
  int is_broken =
      file >= 0 && H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, read_object, NULL) < 0;
  if (is_broken) report_failure(output);
  // Neither libhdf5 nor the program has anything to finish here.
  _exit(is_broken ? status_broken : 0);
}

// Reads a message until its end, or as much as there is room for.
static void read_message(int input, char *message, size_t room) {
  size_t length = 0;
  while (length + 1 < room) {
    ssize_t count = read(input, message + length, room - 1 - length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    length += (size_t)count;
  }
  message[length] = '\0';
}

struct hdf5_trial hdf5_trial_read(const char *path) {
  struct hdf5_trial trial = {0};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    trial.failure = errno;
    return trial;
  }
  pid_t process = fork();
  if (process < 0) {
    trial.failure = errno;
    close(ends[0]), close(ends[1]);
    return trial;
  }
  if (process == 0) read_file(path, ends[1]);

  close(ends[1]);
  read_message(ends[0], trial.message, sizeof trial.message);
  close(ends[0]);
  int status;
  while (waitpid(process, &status, 0) < 0) {
    if (errno == EINTR) continue;
    // Somebody waits for all processes and was told of this one.
    return trial;
  }
  if (WIFSIGNALED(status)) {
    int number = WTERMSIG(status);
    if (number == SIGXCPU || number == SIGALRM || number == SIGKILL) trial.hung = 1;
    else trial.signal = number;
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == status_broken) {
    trial.broken = 1;
  }
  return trial;
}
