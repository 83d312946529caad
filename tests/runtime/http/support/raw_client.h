// A bare TCP connection, to the server or to somebody in front of it, for what no well-behaved client sends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/runtime/http/support/live_server.h"

namespace podium::http {

class RawClient {
 public:
  // A small receive buffer makes a slow reader: the kernel then takes little on its behalf.
  // `port` 0 is the server's.
  explicit RawClient(LiveServer& live, int receive_buffer_bytes = 0, std::uint16_t port = 0);

  void send(std::string_view bytes);
  void end_sending();
  void hang_up() { socket_.reset(); }

  // Runs the server until `text` has come `count` times. Returns all that has come so far.
  const std::string& read_until(std::string_view text, int count = 1);
  // Runs the server until it has closed the connection. Returns all that has come.
  const std::string& read_to_end();
  // What has come by now.
  const std::string& received_so_far();

 private:
  bool receive_some();  // false: the end

  LiveServer& live_;
  Descriptor socket_;
  std::string received_;
};

}  // namespace podium::http
