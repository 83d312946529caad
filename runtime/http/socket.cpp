#include "runtime/http/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace podium::http {
namespace {

Error listen_error(int number, const std::string& address, std::uint16_t port) {
  const std::string place = "port " + std::to_string(port) + " on " + address;
  if (number == EADDRINUSE) {
    return {ErrorCode::kExists, "Cannot listen: " + place + " is in use by another program."};
  }
  if (number == EACCES) return {ErrorCode::kRefused, "Cannot listen: " + place + " needs privileges."};
  return {ErrorCode::kUnavailable, "Cannot listen: " + place + ": " + std::strerror(number) + "."};
}

Transfer transferred(ssize_t bytes) {
  if (bytes > 0) return {Transfer::Kind::kMoved, static_cast<std::size_t>(bytes)};
  if (bytes == 0) return {Transfer::Kind::kEnd};
  const bool wait = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {wait ? Transfer::Kind::kWait : Transfer::Kind::kBroken};
}

}  // namespace

Result<Descriptor> listen_on(const std::string& address, std::uint16_t port) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &place.sin_addr) != 1) {
    return Error{ErrorCode::kInvalid, "Cannot listen: \"" + address + "\" is not an IPv4 address."};
  }
  Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!listener) return listen_error(errno, address, port);
  const int on = 1;  // do not wait for connections of an earlier run to time out
  setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener.number(), reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0 ||
      listen(listener.number(), SOMAXCONN) != 0) {
    return listen_error(errno, address, port);
  }
  return listener;
}

std::uint16_t local_port(const Descriptor& listener) {
  sockaddr_in place{};
  socklen_t size = sizeof place;
  getsockname(listener.number(), reinterpret_cast<sockaddr*>(&place), &size);
  return ntohs(place.sin_port);
}

Accepted accept_from(const Descriptor& listener) {
  sockaddr_in place{};
  socklen_t size = sizeof place;
  Descriptor socket(
      accept4(listener.number(), reinterpret_cast<sockaddr*>(&place), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket) {
    const int on = 1;  // events of a watch are small and urgent
    setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    char text[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, &place.sin_addr, text, sizeof text);
    return {Accepted::Kind::kConnection, std::move(socket), text};
  }
  const bool exhausted = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
  return {exhausted ? Accepted::Kind::kExhausted : Accepted::Kind::kNobody, Descriptor{}, {}};
}

Transfer receive(const Descriptor& socket, char* into, std::size_t room) {
  return transferred(::recv(socket.number(), into, room, 0));
}

Transfer send(const Descriptor& socket, std::string_view bytes) {
  return transferred(::send(socket.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

void end_sending(const Descriptor& socket) { ::shutdown(socket.number(), SHUT_WR); }

}  // namespace podium::http
