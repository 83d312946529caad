#include "scenarios/live/live_server.h"

#include <algorithm>
#include <utility>

#include "runtime/http/server.h"
#include "runtime/real/real_executor.h"
#include "scenarios/live/adapter.h"
#include "scenarios/live/clock.h"
#include "scenarios/live/control.h"
#include "scenarios/live/released_responder.h"
#include "scenarios/live/security.h"
#include "scenarios/live/storage.h"

namespace podium::live {

namespace {

// The clock is the administrator's: by his certificate, or over plain HTTP, where everybody is he.
bool may_control(const HttpPeer& peer) {
  if (!peer.secure) return true;
  if (!peer.certificate) return false;
  const auto& groups = peer.certificate->organizations;
  return std::find(groups.begin(), groups.end(), "system:masters") != groups.end();
}

}  // namespace

struct LiveServer::State {
  State(Cluster& c, const LiveOptions& options)
      : cluster(c),
        storage(options.storage),
        local(!options.tls && is_loopback(options.address)),
        ahead(options.ahead),
        clock(c.engine(), [this] { return wall.wall_now().time_since_epoch(); },
              {.speed = options.speed,
               .paused = options.paused,
               .horizon = horizon_for(options),
               .slice = options.slice}),
        control(clock, c.chronicle()) {}

  void handle(http::Request request, std::shared_ptr<http::Responder> responder);

  std::function<TimePoint()> horizon_for(const LiveOptions& options) {
    return options.storage == nullptr ? std::function<TimePoint()>() : [this] { return horizon(); };
  }
  TimePoint horizon();

  Cluster& cluster;
  Storage* const storage;
  const bool local;  // plain HTTP for this machine only
  const Duration ahead;
  TimePoint waiting_since = kForever;  // for a write that is on its way to the disk,
  std::uint64_t settled = 0;           // after so much had arrived there
  RealExecutor wall;                   // for its wall clock; it runs nothing
  Clock clock;
  Control control;
  const streams::StreamOptions streams;
  http::Reactor reactor;
  std::unique_ptr<http::Server> server;
};

void LiveServer::State::handle(http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto answer = to_gateway(request, std::move(responder), reactor, streams);
  const HttpRequest asked = to_gateway(std::move(request));
  if (local && !from_this_machine(asked)) {
    return answer->answer({.code = 403, .headers = {}, .body = "only for clients of this machine\n"});
  }
  // The request comes at the present time, not at that of the last event before it.
  clock.advance();
  if (asked.path.starts_with(kControlPrefix)) {
    if (may_control(asked.peer)) return control.handle(asked, answer);
    return answer->answer({.code = 403, .headers = {}, .body = R"({"error":"only for administrators"})"});
  }
  cluster.gateway().handle(asked, storage == nullptr ? answer : released(answer, storage->durability()));
}

// A disk that is slow must not look like a slow cluster: virtual time waits for it.
TimePoint LiveServer::State::horizon() {
  const Durability& durability = storage->durability();
  if (durability.idle() || durability.settled() != settled) waiting_since = kForever;
  settled = durability.settled();
  if (durability.idle()) return kForever;
  waiting_since = std::min(waiting_since, cluster.now());
  return waiting_since + ahead;
}

Result<std::unique_ptr<LiveServer>> LiveServer::listen(Cluster& cluster, const LiveOptions& options) {
  auto state = std::make_unique<State>(cluster, options);
  auto server = http::Server::listen(
      state->reactor,
      {.address = options.address, .port = options.port, .tls = options.tls, .refusal = refusal_of},
      [state = state.get()](http::Request request, auto responder) {
        state->handle(std::move(request), std::move(responder));
      });
  if (!server.ok()) return server.error();
  state->server = std::move(server).value();
  if (state->storage != nullptr) {
    state->reactor.watch(state->storage->descriptor(), {.read = true},
                         [state = state.get()](http::Reactor::Ready) { state->storage->run(); });
  }
  return std::unique_ptr<LiveServer>(new LiveServer(std::move(state)));
}

LiveServer::LiveServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveServer::~LiveServer() = default;

std::string LiveServer::url() const { return state_->server->url(); }
Status LiveServer::replace_tls(const http::TlsSettings& settings) {
  return state_->server->replace_tls(settings);
}
http::Reactor& LiveServer::reactor() { return state_->reactor; }

void LiveServer::turn(Duration max_wait) {
  Storage* const storage = state_->storage;
  state_->clock.advance();
  Duration wait = std::min(max_wait, state_->clock.until_due());
  if (storage != nullptr) wait = std::min(wait, storage->until_next());
  state_->reactor.poll(wait);
  if (storage != nullptr) storage->run();
}

void LiveServer::close(Duration patience) {
  state_->server->close();
  const TimePoint end = state_->wall.wall_now() + patience;
  while (state_->server->connections() > 0 && state_->wall.wall_now() < end) state_->reactor.poll(10ms);
}

}  // namespace podium::live
