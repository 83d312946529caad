#include "tests/runtime/http/support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/support/catch.h"

namespace podium::http {
namespace {

int occurrences(std::string_view haystack, std::string_view needle) {
  int count = 0;
  for (std::size_t at = haystack.find(needle); at != std::string_view::npos;
       at = haystack.find(needle, at + needle.size())) {
    ++count;
  }
  return count;
}

}  // namespace

RawClient::RawClient(LiveServer& live, int receive_buffer_bytes, std::uint16_t port)
    : live_(live), socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer_bytes > 0) {
    setsockopt(socket_.number(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  }
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port == 0 ? live.server->port() : port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(connect(socket_.number(), reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    live_.reactor.poll(1ms);
    if (sent < 0 && errno != EAGAIN) return;  // the server has hung up: what it said can be read
  }
}

void RawClient::end_sending() { shutdown(socket_.number(), SHUT_WR); }

bool RawClient::receive_some() {
  char bytes[64 << 10];
  const ssize_t count = recv(socket_.number(), bytes, sizeof bytes, MSG_DONTWAIT);
  if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EAGAIN);
}

const std::string& RawClient::read_until(std::string_view text, int count) {
  INFO("waiting for " << text << ", received " << received_.substr(0, 2000));
  REQUIRE(live_.run_until([&] {
    receive_some();
    return occurrences(received_, text) >= count;
  }));
  return received_;
}

const std::string& RawClient::received_so_far() {
  receive_some();
  return received_;
}

const std::string& RawClient::read_to_end() {
  REQUIRE(live_.run_until([&] { return !receive_some(); }));
  return received_;
}

}  // namespace podium::http
