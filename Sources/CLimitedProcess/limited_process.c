#define _GNU_SOURCE
#include "CLimitedProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(__rlimit_resource_t resource, unsigned long long most) {
  struct rlimit limit = {most, most};
  if (most != 0 && setrlimit(resource, &limit) != 0) _exit(127);
}

static void redirect(int descriptor, const char *file, int flags) {
  int opened = open(file, flags | O_CLOEXEC, 0666);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(127);
}

pid_t limited_process_start(
    const char *program, char *const *arguments, char *const *environment, const char *folder,
    const char *output, const char *error, const struct limited_process_limits *limits) {
  pid_t process = fork();
  if (process < 0) return -errno;
  // Both do it: whoever comes first, the group is there before it is sent a signal.
  if (process > 0) {
    setpgid(process, process);
    return process;
  }

  setpgid(0, 0);
  if (chdir(folder) != 0) _exit(127);
  redirect(0, "/dev/null", O_RDONLY);
  redirect(1, output, O_WRONLY | O_CREAT | O_TRUNC);
  redirect(2, error, O_WRONLY | O_CREAT | O_TRUNC);
  // Signals that are ignored or blocked here are not to be so there.
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  limit(RLIMIT_AS, limits->memory);
  limit(RLIMIT_CPU, limits->processor_seconds);
  limit(RLIMIT_FSIZE, limits->file_size);
  execve(program, arguments, environment);
  _exit(127);
}

int limited_process_wait(pid_t process, int milliseconds, struct limited_process_end *end) {
  int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
  if (descriptor < 0) return -errno;
  struct pollfd wanted = {descriptor, POLLIN, 0};
  int ready;
  do ready = poll(&wanted, 1, milliseconds);
  while (ready < 0 && errno == EINTR);
  int failure = ready < 0 ? -errno : 0;
  close(descriptor);
  if (ready <= 0) return failure;

  int status;
  struct rusage usage;
  while (wait4(process, &status, 0, &usage) < 0) {
    if (errno != EINTR) return -errno;
  }
  end->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  end->peak_kilobytes = usage.ru_maxrss;
  return 1;
}
