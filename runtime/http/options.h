// What can be tuned about the server.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "runtime/env/time.h"
#include "runtime/http/message.h"
#include "runtime/http/tls.h"

namespace podium::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;          // 0: any free one
  std::optional<TlsSettings> tls;  // nothing: plain HTTP
  // What is said to a request that cannot be read, by the status it gets (RequestParser::failure). Null: a
  // line of text.
  std::function<Response(int status)> refusal;

  std::uint32_t max_header_bytes = 64 << 10;
  std::uint64_t max_body_bytes = 3 << 20;  // as Kubernetes' API server
  std::size_t stream_buffer_bytes = 4 << 20;
  std::size_t room_bytes = 64 << 10;      // queued bytes at which a writer that waits goes on
  std::size_t gzip_from_bytes = 1 << 10;  // smaller bodies are not worth it

  Duration handshake_timeout = 10s;  // of TLS, as a whole
  Duration header_timeout = 10s;     // from its first byte to the end of a request's head
  Duration body_timeout = 60s;       // from there to the end of its body
  Duration idle_timeout = 120s;      // without a request
  Duration send_timeout = 60s;       // with bytes to send of which the client takes none
  Duration linger = 2s;              // to let a client read an answer that ends the connection
  Duration accept_pause = 100ms;     // after the process ran out of descriptors
};

}  // namespace podium::http
