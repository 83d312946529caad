// What can be tuned about remote streams.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/env/time.h"

namespace podium::streams {

struct StreamOptions {
  std::uint64_t max_message_bytes = 32 << 20;  // of a WebSocket message, as Kubernetes' own limit
  std::size_t max_control_bytes = 16 << 10;    // of a SPDY control frame; the draft wants 8 KB at least
  std::size_t max_headers_bytes = 64 << 10;    // of a SPDY header block, unpacked
  std::size_t max_streams = 1024;              // open at a time in a SPDY session; further ones are refused

  std::size_t held_bytes = 256 << 10;  // received and not consumed; beyond it nothing more is read
  std::size_t room_bytes = 64 << 10;   // queued bytes at which a writer that waits goes on
  std::size_t unsent_bytes = 4 << 20;  // kept for a client that opens no window; beyond it, it is dropped

  Duration ready_timeout = 1s;    // for a client on a v5 WebSocket to show that it reads; 0: it need not
  Duration create_timeout = 30s;  // for the client to create its streams, as the kubelet's
  Duration end_timeout = 10min;   // for the client to take what is left, and to hang up
};

}  // namespace podium::streams
