#include "runtime/streams/accept.h"

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/streams/negotiate.h"
#include "runtime/streams/spdy_command.h"
#include "runtime/streams/spdy_port_forward.h"
#include "runtime/streams/websocket_command.h"
#include "runtime/streams/websocket_opening.h"
#include "runtime/streams/websocket_pipe.h"
#include "runtime/streams/websocket_port_forward.h"

namespace podium::streams {
namespace {

using ResponderPtr = std::shared_ptr<http::Responder>;

http::Response bad_request(const std::string& sentence) {
  return {.status = 400, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = sentence};
}

// Answers a client with which there is no agreement.
std::optional<Agreement> agree(const http::Request& request, const ResponderPtr& responder,
                               const Offer& offer) {
  auto outcome = negotiate(request, offer);
  if (auto* response = std::get_if<http::Response>(&outcome)) {
    responder->answer(std::move(*response));
    return std::nullopt;
  }
  return std::get<Agreement>(std::move(outcome));
}

bool is_base64(const Agreement& agreement) { return agreement.protocol.find("base64") != std::string::npos; }

bool has_status(const Agreement& agreement) {
  return agreement.protocol.starts_with("v4.") || agreement.protocol.starts_with("v5.");
}

// The ports of `?ports=80&ports=81,82`. Nothing if there is none, or one is not a port.
std::optional<std::vector<std::uint16_t>> ports_of(const http::Query& query) {
  constexpr std::size_t kMaxPorts = 128;  // two channels each, of 256
  std::vector<std::uint16_t> ports;
  for (const auto& [name, value] : query) {
    if (name != "ports") continue;
    const char* at = value.data();
    const char* const end = at + value.size();
    for (bool more = true; more;) {
      std::uint16_t port = 0;
      const auto [stopped, error] = std::from_chars(at, end, port);
      if (error != std::errc{} || port == 0 || (stopped != end && *stopped != ',')) return std::nullopt;
      ports.push_back(port);
      more = stopped != end;
      at = more ? stopped + 1 : stopped;
    }
  }
  if (ports.empty() || ports.size() > kMaxPorts) return std::nullopt;
  return ports;
}

// Waits for the streams that the client opens, for a time: until then the timer holds the command.
void await_streams(http::Reactor& reactor, Duration longest, const std::shared_ptr<SpdyCommand>& command,
                   std::function<void(std::shared_ptr<RemoteCommand>)> opened) {
  const auto timer = reactor.run_after(longest, [command] {});
  command->open(
      [&reactor, timer, opened = std::move(opened)](std::shared_ptr<RemoteCommand> ready) {
        reactor.cancel(timer);
        opened(std::move(ready));
      },
      [&reactor, timer] { reactor.cancel(timer); });
}

}  // namespace

void accept_command(http::Reactor& reactor, const StreamOptions& options, const http::Request& request,
                    const ResponderPtr& responder, CommandStreams streams,
                    std::function<void(std::shared_ptr<RemoteCommand>)> opened) {
  if (streams.tty) streams.err = false;
  if (!streams.in && !streams.out && !streams.err) {
    return responder->answer(bad_request("you must specify at least 1 of stdin, stdout, stderr"));
  }
  const auto agreement = agree(request, responder, command_offer());
  if (!agreement) return;
  const auto tunnel = responder->upgrade(agreement->headers);
  if (agreement->websocket) {
    const ChannelFormat format{.base64 = is_base64(*agreement),
                               .has_close_signal = agreement->protocol.starts_with("v5.")};
    const auto link = std::make_shared<WebSocketLink>(reactor, options, tunnel);
    auto command = std::make_shared<WebSocketCommand>(link, options, streams, format, has_status(*agreement));
    const bool waits = format.has_close_signal && options.ready_timeout > Duration{0};
    if (!waits) return opened(std::move(command));
    return std::make_shared<WebSocketOpening>(reactor, link, std::move(command), std::move(opened))
        ->begin(options.ready_timeout);
  }
  const auto session = std::make_shared<SpdySession>(reactor, options, tunnel);
  const auto command = std::make_shared<SpdyCommand>(session, streams, has_status(*agreement));
  await_streams(reactor, options.create_timeout, command, std::move(opened));
}

void accept_port_forward(http::Reactor& reactor, const StreamOptions& options, const http::Request& request,
                         const ResponderPtr& responder,
                         const std::function<void(std::shared_ptr<PortForward>)>& opened) {
  const auto agreement = agree(request, responder, port_forward_offer());
  if (!agreement) return;
  const bool tunnels = agreement->protocol.starts_with("SPDY/");
  const auto ports = ports_of(request.query);
  if (agreement->websocket && !tunnels && !ports) {
    return responder->answer(bad_request("query parameter \"ports\" is required, and names ports"));
  }
  std::shared_ptr<http::Pipe> pipe = responder->upgrade(agreement->headers);
  if (agreement->websocket) {
    const auto link = std::make_shared<WebSocketLink>(reactor, options, std::move(pipe));
    if (!tunnels) {
      const ChannelFormat format{.base64 = is_base64(*agreement)};
      return opened(std::make_shared<WebSocketPortForward>(reactor, link, options, *ports, format));
    }
    pipe = std::make_shared<WebSocketPipe>(link);
  }
  opened(std::make_shared<SpdyPortForward>(std::make_shared<SpdySession>(reactor, options, std::move(pipe))));
}

}  // namespace podium::streams
