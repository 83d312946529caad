#include "runtime/streams/websocket_handshake.h"

#include <openssl/sha.h>

#include <array>

#include "runtime/streams/base64.h"

namespace podium::streams {
namespace {

constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455, 1.3
constexpr std::size_t kKeyBytes = 16;

http::Response refusal(int status, const std::string& sentence) {
  return {
      .status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = sentence + "\n"};
}

bool is_key(std::string_view key) {
  Base64Decoder decoder;
  const auto bytes = decoder.feed(key);
  return bytes && decoder.complete() && bytes->size() == kKeyBytes;
}

}  // namespace

bool asks_for_websocket(const http::Request& request) {
  return request.headers.lists("Upgrade", "websocket") && request.headers.lists("Connection", "upgrade");
}

std::optional<http::Response> websocket_refusal(const http::Request& request) {
  if (request.method != "GET")
    return refusal(400, "A WebSocket is opened with GET, not " + request.method + ".");
  if (request.headers.find("Sec-WebSocket-Version").value_or("") != "13") {
    http::Response response = refusal(426, "Sec-WebSocket-Version: 13 is the only one here.");
    response.headers.add("Sec-WebSocket-Version", "13");
    return response;
  }
  if (!is_key(request.headers.find("Sec-WebSocket-Key").value_or(""))) {
    return refusal(400, "Sec-WebSocket-Key is not 16 bytes in Base64.");
  }
  return std::nullopt;
}

std::string websocket_accept(std::string_view key) {
  const std::string text = std::string(key) + std::string(kGuid);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

http::Headers websocket_headers(const http::Request& request, std::string_view protocol) {
  const std::string_view key = request.headers.find("Sec-WebSocket-Key").value_or("");
  http::Headers headers{
      {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", websocket_accept(key)}};
  if (!protocol.empty()) headers.add("Sec-WebSocket-Protocol", std::string(protocol));
  return headers;
}

}  // namespace podium::streams
