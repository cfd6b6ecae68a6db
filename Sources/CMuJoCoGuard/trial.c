#define _GNU_SOURCE
#include "trial.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guard.h"

// The child is a copy of a process that may have many threads, and has one itself. All that it runs is
// here and in MuJoCo: nothing that waits for a lock which another thread held at the time.

// MARK: - In the child

static void wake_up(int signal) { (void)signal; }

/// Signals do what they do in any program, whatever the parent does about them. Only an alarm, once a
/// second, does nothing, but what waits is interrupted by it: opening a pipe that nobody writes to fails
/// then, so that an <include> of one is an error of MuJoCo's that names it.
static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  struct sigaction alarm = {.sa_handler = wake_up};
  sigaction(SIGALRM, &alarm, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  struct itimerval second = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};
  setitimer(ITIMER_REAL, &second, NULL);
}

static void limit(int resource, rlim_t value) {
  struct rlimit limits;
  if (getrlimit(resource, &limits) == 0 && value < limits.rlim_cur) {
    limits.rlim_cur = value;
    setrlimit(resource, &limits);
  }
}

/// How many bytes of addresses the process has, its parent's memory being its own.
static size_t addresses(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file) {
    if (fscanf(file, "%lu", &pages) != 1) pages = 0;
    fclose(file);
  }
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/// Whether MuJoCo says so where an allocation failed.
static int is_about_memory(const char *message) {
  return strstr(message, "llocate memory") || strstr(message, "out of memory");
}

static void try_model(const char *path, mujoco_trial_result *result) {
  mjModel *model = NULL;
  mjData *data = NULL;
  char message[sizeof result->message] = "";
  const char *error =
      mujoco_guard_load(path, NULL, 0, &model, message, (int)sizeof message);
  if (!error && !model) error = message;
  if (!error) error = mujoco_guard_make_data(model, &data);
  if (!error && !data) error = "out of memory";
  if (error) {
    result->outcome =
        is_about_memory(error) ? MUJOCO_TRIAL_OUT_OF_MEMORY : MUJOCO_TRIAL_REFUSED;
    snprintf(result->message, sizeof result->message, "%s", error);
    return;
  }
  // What MuJoCo says of a step depends on the state, and is reported where a run takes it.
  mujoco_guard_step(model, data, 1);
  result->outcome = MUJOCO_TRIAL_PASSED;
}

static void write_all(int descriptor, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, next, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    next += written;
    count -= (size_t)written;
  }
}

static _Noreturn void run_child(
    const char *path, mujoco_trial_limits limits, int results, int errors, pid_t parent) {
  reset_signals();
  // Where the parent's own were closed, the pipes took their places.
  results = fcntl(results, F_DUPFD, STDERR_FILENO + 1);
  errors = fcntl(errors, F_DUPFD, STDERR_FILENO + 1);
  // Nothing is to be left of the child when the parent is killed.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  int nowhere = open("/dev/null", O_RDWR);
  if (nowhere >= 0) {
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
  }
  dup2(errors, STDERR_FILENO);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, (rlim_t)limits.processor_seconds);
  size_t present = addresses();
  if (limits.bytes < SIZE_MAX - present) limit(RLIMIT_AS, present + limits.bytes);
  mujoco_trial_result result = {0};
  try_model(path, &result);
  write_all(results, &result, sizeof result);
  _exit(0);
}

// MARK: - In the parent

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/// Reads a pipe into `bytes` as far as there is room, and returns whether more can come.
static int drain(int descriptor, char *bytes, size_t *count, size_t capacity) {
  char rest[512];
  int is_full = *count == capacity;
  ssize_t got = read(
      descriptor, is_full ? rest : bytes + *count, is_full ? sizeof rest : capacity - *count);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (!is_full) *count += (size_t)got;
  return got > 0;
}

/// Reads both pipes to their ends. Returns 0 where that takes until after the deadline.
static int read_pipes(
    int results, int errors, long long deadline, char *result, size_t *result_count,
    size_t result_capacity, char *text, size_t *text_count, size_t text_capacity) {
  struct pollfd pipes[2] = {{.fd = results, .events = POLLIN}, {.fd = errors, .events = POLLIN}};
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    long long left = deadline - milliseconds();
    if (left <= 0) return 0;
    int ready = poll(pipes, 2, (int)(left < 60000 ? left : 60000));
    if (ready < 0 && errno != EINTR) return 0;
    if (ready <= 0) continue;
    if (pipes[0].revents && !drain(results, result, result_count, result_capacity)) {
      pipes[0].fd = -1;
    }
    if (pipes[1].revents && !drain(errors, text, text_count, text_capacity)) pipes[1].fd = -1;
  }
  return 1;
}

/// What the way in which the process ended means, where it left no result.
static void judge(int status, int in_time, const char *text, mujoco_trial_result *result) {
  int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result->detail = number;
  // What the library of C++ writes about an exception that nobody catches.
  const char *exception = strstr(text, "instance of '");
  if (!in_time || number == SIGXCPU) {
    result->outcome = MUJOCO_TRIAL_OUT_OF_TIME;
  } else if (number == SIGKILL || strstr(text, "std::bad_alloc")) {
    // The system ends with SIGKILL what takes more memory than it has.
    result->outcome = MUJOCO_TRIAL_OUT_OF_MEMORY;
  } else if (exception) {
    exception += strlen("instance of '");
    result->outcome = MUJOCO_TRIAL_THREW;
    snprintf(
        result->message, sizeof result->message, "%.*s", (int)strcspn(exception, "'\n"), exception);
  } else {
    result->outcome = MUJOCO_TRIAL_CRASHED;
  }
}

void mujoco_try_model(
    const char *path, mujoco_trial_limits limits, mujoco_trial_result *result) {
  memset(result, 0, sizeof *result);
  result->outcome = MUJOCO_TRIAL_IMPOSSIBLE;
  int results[2], errors[2];
  if (pipe2(results, O_CLOEXEC) != 0) {
    result->detail = errno;
    return;
  }
  if (pipe2(errors, O_CLOEXEC) != 0) {
    result->detail = errno;
    close(results[0]);
    close(results[1]);
    return;
  }
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) run_child(path, limits, results[1], errors[1], parent);
  int failure = errno;
  close(results[1]);
  close(errors[1]);
  if (child > 0) {
    mujoco_trial_result found;
    char text[2048];
    size_t found_count = 0, text_count = 0;
    long long deadline = milliseconds() + limits.clock_seconds * 1000LL;
    int in_time = read_pipes(
        results[0], errors[0], deadline, (char *)&found, &found_count, sizeof found, text,
        &text_count, sizeof text - 1);
    text[text_count] = 0;
    if (!in_time) kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (in_time && found_count == sizeof found) {
      *result = found;
    } else {
      judge(status, in_time, text, result);
    }
  } else {
    result->detail = failure;
  }
  close(results[0]);
  close(errors[0]);
}
