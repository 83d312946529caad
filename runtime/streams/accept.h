// Takes requests for streams over: answers them with 101, or says why not, and hands out what they carry.
#pragma once

#include <functional>
#include <memory>

#include "runtime/env/port_forward.h"
#include "runtime/env/remote_command.h"
#include "runtime/http/reactor.h"
#include "runtime/http/responder.h"
#include "runtime/streams/options.h"

namespace podium::streams {

// exec and attach, after the caller has found that the container is there. `opened` gets the command when
// the client is ready for it, at once or later; never, if there is no agreement with the client (which has
// its answer then), or if the client goes away or dawdles. `reactor` outlives the command.
void accept_command(http::Reactor& reactor, const StreamOptions& options, const http::Request& request,
                    const std::shared_ptr<http::Responder>& responder, CommandStreams streams,
                    std::function<void(std::shared_ptr<RemoteCommand>)> opened);

// Port-forward, after the caller has found that the pod runs. `opened` is called at once, or never.
void accept_port_forward(http::Reactor& reactor, const StreamOptions& options, const http::Request& request,
                         const std::shared_ptr<http::Responder>& responder,
                         const std::function<void(std::shared_ptr<PortForward>)>& opened);

}  // namespace podium::streams
