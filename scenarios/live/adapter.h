// Between sockets and the gateway: the same words in two vocabularies, neither of which knows the other.
#pragma once

#include <memory>

#include "control-plane/gateway/http_message.h"
#include "runtime/http/responder.h"

namespace podium::live {

HttpRequest to_gateway(http::Request request);
http::Response to_socket(HttpResponse response);
// What the gateway answers goes to `responder`.
std::shared_ptr<HttpResponder> to_gateway(std::shared_ptr<http::Responder> responder);

// Whether a request was meant for this server. A web page from elsewhere that makes the browser of
// somebody on this machine send requests gives itself away by its Origin, or by the name of the host
// that it pretends to be: such requests are not served, for nobody is asked for a password here.
bool from_this_machine(const HttpRequest& request);

}  // namespace podium::live
