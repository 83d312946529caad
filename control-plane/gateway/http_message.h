// HTTP as the gateway sees it: texts in, texts out. Whoever owns sockets adapts to this.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/env/certificates.h"
#include "runtime/env/port_forward.h"
#include "runtime/env/remote_command.h"

namespace podium {

// Who is at the other end, as far as the connection tells.
struct HttpPeer {
  bool secure = false;                            // encrypted: credentials may be believed
  std::optional<CertificateSubject> certificate;  // shown, and signed by our authority
  std::string address;                            // "10.0.0.7"; empty if unknown
};

struct HttpRequest {
  std::string method;                                        // "GET"
  std::string path;                                          // decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  HttpPeer peer;

  // The first value of that name; empty if there is none.
  std::string_view parameter(std::string_view name) const;
  std::string_view header(std::string_view name) const;
  // Go's ParseBool on a parameter: "1", "t", "true", "True"; anything else, or absent: false.
  bool flag(std::string_view name) const;
};

struct HttpResponse {
  int code = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// A response that goes on: chunks until one side ends it.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  virtual void write(std::string_view chunk) = 0;
  virtual void finish() = 0;
  // Bytes that the client has not taken yet. Who lets too many pile up loses the client.
  virtual std::size_t buffered() const = 0;
  // So many bytes were buffered() that a writer should wait, and few of them are left.
  std::function<void()> on_room;
  // Called once when the client has gone; not after finish().
  std::function<void()> on_gone;
};

// Where an answer goes: exactly one of these is called.
class HttpResponder {
 public:
  virtual ~HttpResponder() = default;
  virtual void answer(HttpResponse response) = 0;
  virtual std::shared_ptr<HttpStream> stream(HttpResponse head) = 0;  // head's body is ignored
  // The connection turns into something else, if the client has asked for that in a way that is spoken
  // here; else the client is told so, and `opened` is never called.
  virtual void command(CommandStreams streams,
                       std::function<void(std::shared_ptr<RemoteCommand>)> opened) = 0;
  virtual void port_forward(std::function<void(std::shared_ptr<PortForward>)> opened) = 0;
};

}  // namespace podium
