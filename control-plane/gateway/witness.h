// A responder that tells how it was used: for what must know when a request is over.
#pragma once

#include <functional>
#include <memory>

#include "control-plane/gateway/http_message.h"

namespace podium {

// What is told about the answer to one request.
class Witness {
 public:
  virtual ~Witness() = default;
  // Before the answer goes out; may add headers.
  virtual void answers(HttpResponse& response) = 0;
  // The answer goes on from here: its head, or none if the connection became something else.
  virtual void streams(HttpResponse* head) = 0;
  // The stream is over. Called once after streams(), and never otherwise.
  virtual void ended() = 0;
};

// Passes everything on to `inner`. The witness lives as long as the answer goes on.
std::shared_ptr<HttpResponder> witnessed(std::shared_ptr<HttpResponder> inner,
                                         std::shared_ptr<Witness> witness);

}  // namespace podium
