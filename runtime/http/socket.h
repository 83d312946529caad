// The few socket calls of the server, on TCP over IPv4, never blocking.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/env/status.h"
#include "runtime/http/descriptor.h"

namespace podium::http {

// A listening socket. Port 0 takes any free one. The error names the address and the port.
Result<Descriptor> listen_on(const std::string& address, std::uint16_t port);
// The port that a listening socket got.
std::uint16_t local_port(const Descriptor& listener);

struct Accepted {
  enum class Kind { kConnection, kNobody, kExhausted };  // kExhausted: no descriptor or memory is left
  Kind kind;
  Descriptor socket;
  std::string address;  // of the other side: "10.0.0.7"
};
Accepted accept_from(const Descriptor& listener);

// What a transfer did. kWait: nothing can move now. kEnd: the other side has ended its sending (receive
// only). kBroken: the connection is lost.
struct Transfer {
  enum class Kind { kMoved, kWait, kEnd, kBroken };
  Kind kind;
  std::size_t bytes = 0;  // for kMoved
};
Transfer receive(const Descriptor& socket, char* into, std::size_t room);
Transfer send(const Descriptor& socket, std::string_view bytes);
// Tells the other side that nothing more is sent.
void end_sending(const Descriptor& socket);

}  // namespace podium::http
