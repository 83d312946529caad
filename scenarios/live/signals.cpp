#include "scenarios/live/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace podium::live {

Result<EndSignals> EndSignals::hold() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  const int descriptor = signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor < 0) {
    return Error{ErrorCode::kUnavailable, "no signals: " + std::generic_category().message(errno)};
  }
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &ends, &before);
  return EndSignals(descriptor, before);
}

EndSignals::EndSignals(EndSignals&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), before_(other.before_) {}

EndSignals::~EndSignals() {
  if (descriptor_ < 0) return;
  // A second Ctrl-C that nobody took would end the process when it is let through.
  while (take()) {
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  ::close(descriptor_);
}

bool EndSignals::take() const {
  signalfd_siginfo info{};
  return ::read(descriptor_, &info, sizeof(info)) == sizeof(info);
}

}  // namespace podium::live
