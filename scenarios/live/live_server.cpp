#include "scenarios/live/live_server.h"

#include <algorithm>
#include <utility>

#include "runtime/http/server.h"
#include "runtime/real/real_executor.h"
#include "scenarios/live/adapter.h"
#include "scenarios/live/clock.h"
#include "scenarios/live/control.h"

namespace podium::live {

struct LiveServer::State {
  State(Cluster& c, const LiveOptions& options)
      : cluster(c),
        clock(c.engine(), [this] { return wall.wall_now().time_since_epoch(); },
              {.speed = options.speed, .paused = options.paused, .slice = options.slice}),
        control(clock, c.chronicle()) {}

  void handle(http::Request request, std::shared_ptr<http::Responder> responder);

  Cluster& cluster;
  RealExecutor wall;  // for its wall clock; it runs nothing
  Clock clock;
  Control control;
  const streams::StreamOptions streams;
  http::Reactor reactor;
  std::unique_ptr<http::Server> server;
};

void LiveServer::State::handle(http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto answer = to_gateway(request, std::move(responder), reactor, streams);
  const HttpRequest asked = to_gateway(std::move(request));
  if (!from_this_machine(asked)) {
    return answer->answer({.code = 403, .headers = {}, .body = "only for clients of this machine\n"});
  }
  // The request comes at the present time, not at that of the last event before it.
  clock.advance();
  if (asked.path.starts_with(kControlPrefix)) return control.handle(asked, answer);
  cluster.gateway().handle(asked, answer);
}

Result<std::unique_ptr<LiveServer>> LiveServer::listen(Cluster& cluster, const LiveOptions& options) {
  auto state = std::make_unique<State>(cluster, options);
  auto server = http::Server::listen(state->reactor, {.address = options.address, .port = options.port},
                                     [state = state.get()](http::Request request, auto responder) {
                                       state->handle(std::move(request), std::move(responder));
                                     });
  if (!server.ok()) return server.error();
  state->server = std::move(server).value();
  return std::unique_ptr<LiveServer>(new LiveServer(std::move(state)));
}

LiveServer::LiveServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveServer::~LiveServer() = default;

std::string LiveServer::url() const { return state_->server->url(); }
http::Reactor& LiveServer::reactor() { return state_->reactor; }

void LiveServer::turn(Duration max_wait) {
  state_->clock.advance();
  state_->reactor.poll(std::min(max_wait, state_->clock.until_due()));
}

void LiveServer::close(Duration patience) {
  state_->server->close();
  const TimePoint end = state_->wall.wall_now() + patience;
  while (state_->server->connections() > 0 && state_->wall.wall_now() < end) state_->reactor.poll(10ms);
}

}  // namespace podium::live
