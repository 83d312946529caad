// Between sockets and the gateway: the same words in two vocabularies, neither of which knows the other.
#pragma once

#include <memory>

#include "control-plane/gateway/http_message.h"
#include "runtime/http/reactor.h"
#include "runtime/http/responder.h"
#include "runtime/streams/options.h"

namespace podium::live {

HttpRequest to_gateway(http::Request request);
http::Response to_socket(HttpResponse response);
// What is said to a request that cannot be read.
http::Response refusal_of(int status);
// What the gateway answers to `request` goes to `responder`. Of the request, method, query and headers are
// kept: a connection that turns into streams does so by what they say. `reactor` outlives it.
std::shared_ptr<HttpResponder> to_gateway(const http::Request& request,
                                          std::shared_ptr<http::Responder> responder, http::Reactor& reactor,
                                          const streams::StreamOptions& options);

// Whether a request over plain HTTP on a loopback address was meant for this server. A web page from
// elsewhere that makes the browser of somebody on this machine send requests gives itself away by its Origin,
// or by the name of the host that it pretends to be: such requests are not served, for nobody is asked for a
// password here.
bool from_this_machine(const HttpRequest& request);

}  // namespace podium::live
