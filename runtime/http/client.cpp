#include "runtime/http/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

namespace podium::http {
namespace {

struct Url {
  std::string host, path;
  std::uint16_t port = 80;
};

std::optional<Url> parse_url(std::string_view text) {
  constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme)) return std::nullopt;
  text.remove_prefix(kScheme.size());
  const std::string_view authority = text.substr(0, text.find('/'));
  const std::string_view host = authority.substr(0, authority.find(':'));
  Url url{.host = std::string(host == "localhost" ? "127.0.0.1" : host),
          .path = std::string(text.substr(authority.size()))};
  if (url.path.empty()) url.path = "/";
  if (host.size() < authority.size()) {
    const std::string_view port = authority.substr(host.size() + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  }
  return url;
}

class Socket {
 public:
  explicit Socket(Duration timeout) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(timeout).count();
    constexpr std::int64_t kMillion = 1'000'000;
    const timeval wait{.tv_sec = micros / kMillion, .tv_usec = micros % kMillion};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
    setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool connect(const sockaddr_in& name) const {
    return ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) == 0;
  }
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // Appends what comes. False at the end and on errors; then errno is 0 at the end.
  bool receive(std::string& bytes) const {
    std::array<char, 16 * 1024> buffer;
    ssize_t count = -1;
    do {
      errno = 0;
      count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count > 0) bytes.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

 private:
  int descriptor_;
};

// In HTTP/1.0, to which servers answer without chunks, and close at the end.
std::string encode(const ClientRequest& request, const Url& url) {
  std::string out = request.method + " " + url.path + " HTTP/1.0\r\nHost: " + url.host + ":" +
                    std::to_string(url.port) + "\r\n";
  if (!request.body.empty()) {
    out +=
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return out + "\r\n" + request.body;
}

// "HTTP/1.1 200 OK", headers, an empty line, the body. Nothing if it is something else, or less.
std::optional<ClientReply> parse_reply(std::string_view bytes) {
  constexpr std::string_view kVersion = "HTTP/1.";
  constexpr std::size_t kCodeAt = 9;
  const std::size_t head = bytes.find("\r\n\r\n");
  if (!bytes.starts_with(kVersion) || head == std::string_view::npos || head < kCodeAt + 3)
    return std::nullopt;
  ClientReply reply{.code = 0, .body = std::string(bytes.substr(head + 4))};
  const std::string_view code = bytes.substr(kCodeAt, 3);
  if (std::from_chars(code.data(), code.data() + 3, reply.code).ec != std::errc{}) return std::nullopt;
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t found = bytes.substr(0, head).find(kLength);
  if (found != std::string_view::npos) {
    const std::string_view digits = bytes.substr(found + kLength.size(), head - found - kLength.size());
    std::size_t length = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (length != reply.body.size()) return std::nullopt;
  }
  return reply;
}

Error socket_error(const ClientRequest& request) {
  const int number = errno;
  const bool late = number == EAGAIN || number == EWOULDBLOCK || number == EINPROGRESS;
  return {late ? ErrorCode::kTimeout : ErrorCode::kUnavailable,
          request.url + ": " + (late ? "no answer in time" : std::generic_category().message(number))};
}

}  // namespace

Result<ClientReply> fetch(const ClientRequest& request) {
  const std::optional<Url> url = parse_url(request.url);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  if (!url || inet_pton(AF_INET, url->host.c_str(), &name.sin_addr) != 1) {
    return Error{ErrorCode::kInvalid, "\"" + request.url + "\" is not a URL such as http://127.0.0.1:8001/"};
  }
  name.sin_port = htons(url->port);
  const Socket socket(request.timeout);
  if (!socket.connect(name) || !socket.send(encode(request, *url))) return socket_error(request);
  std::string bytes;
  while (socket.receive(bytes)) {
  }
  if (errno != 0) return socket_error(request);
  auto reply = parse_reply(bytes);
  if (!reply) return Error{ErrorCode::kInvalid, request.url + ": the answer breaks off, or is not HTTP"};
  return std::move(*reply);
}

}  // namespace podium::http
