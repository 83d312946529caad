// Ctrl-C and a polite kill as something to wait for, instead of an interruption.
#pragma once

#include <csignal>

#include "runtime/env/status.h"

namespace podium::live {

// While this object lives, SIGINT and SIGTERM do not end the process. For the thread that makes it,
// before it starts others.
class EndSignals {
 public:
  static Result<EndSignals> hold();
  EndSignals(EndSignals&& other) noexcept;
  EndSignals& operator=(EndSignals&&) = delete;
  ~EndSignals();

  int descriptor() const { return descriptor_; }  // readable when one has come
  bool take() const;                              // whether one has come since the last call

 private:
  EndSignals(int descriptor, sigset_t before) : descriptor_(descriptor), before_(before) {}

  int descriptor_;  // -1: moved away
  sigset_t before_;
};

}  // namespace podium::live
