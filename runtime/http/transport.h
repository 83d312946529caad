// What carries a connection's bytes: the bare socket, or TLS over it. Nothing here blocks.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/http/peer.h"
#include "runtime/http/socket.h"

namespace podium::http {

// The least room that receive() may be given: what a TLS record holds, so that nothing stays behind of
// which the socket no longer tells.
inline constexpr std::size_t kLeastRoom = 16 << 10;

class Transport {
 public:
  virtual ~Transport() = default;

  // To be waited for: the socket's number.
  virtual int descriptor() const = 0;
  // Also does what has to be done before the first bytes. REQUIRES: room >= kLeastRoom.
  virtual Transfer receive(char* into, std::size_t room) = 0;
  // May take a part. What kWait left over has to be given again, with or without more behind it.
  virtual Transfer send(std::string_view bytes) = 0;
  // Tells the other side that nothing more is sent.
  virtual void end_sending() = 0;

  // Whether bytes can go both ways, and the peer is known.
  virtual bool established() const = 0;
  // receive() can go on only when the socket takes more output.
  virtual bool input_needs_output() const = 0;
  virtual const Peer& peer() const = 0;
};

std::unique_ptr<Transport> plain_transport(Descriptor socket, std::string address);

}  // namespace podium::http
