// Flow control of SPDY/3.1 (draft 3.1, 2.6.8), one window at a time: of a stream, or of the session.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "runtime/streams/spdy_frames.h"

namespace podium::streams {

// How much the client lets us send. Below zero after the client shrank it, or if more was sent.
class SendWindow {
 public:
  explicit SendWindow(std::int64_t size) : left_(size) {}

  std::size_t allowed() const { return static_cast<std::size_t>(std::max<std::int64_t>(left_, 0)); }
  void spend(std::size_t bytes) { left_ -= static_cast<std::int64_t>(bytes); }
  // Moves it by a WINDOW_UPDATE, or by the change of the initial size. False: it cannot be that large.
  bool move(std::int64_t delta) {
    left_ += delta;
    return left_ <= kSpdyMaxWindow;
  }

 private:
  std::int64_t left_;
};

// What we let the client send: the initial window, renewed as bytes are consumed.
class ReceiveWindow {
 public:
  // Returns by how much to widen the client's window: in steps of half of it, or 0.
  std::uint32_t consumed(std::size_t bytes) {
    owed_ += static_cast<std::uint32_t>(bytes);
    return owed_ >= kSpdyInitialWindow / 2 ? std::exchange(owed_, 0u) : 0;
  }

 private:
  std::uint32_t owed_ = 0;  // consumed, and not told to the client yet
};

}  // namespace podium::streams
