#include "control-plane/autoscaler/autoscaler.h"

#include <utility>

#include "control-plane/autoscaler/autoscaler_state.h"

namespace podium {
namespace {

// Thousands of pods may have to be told the same at once. They do not stand in the way of what is to be done.
ClientOptions for_events(ClientOptions options) {
  options.qps = 0;
  return options;
}

}  // namespace

Autoscaler::State::State(Executor& e, Transport& transport, const std::string& machine, Chronicle& c,
                         CloudProvider& p, const Random& r, AutoscalerOptions o)
    : executor(e),
      chronicle(c),
      cloud(p),
      options(std::move(o)),
      random(r.fork("autoscaler")),
      client(e, transport, machine, r.fork("client"), options.client),
      event_client(e, transport, machine, r.fork("events"), for_events(options.client)),
      recorder(event_client, "cluster-autoscaler"),
      plugins(plugins_of(options.profile)),
      picture(client, options.namespace_),
      groups(options.health, cloud),
      planner(options.scale_down) {}

Autoscaler::Autoscaler(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
                       CloudProvider& cloud, Random random, AutoscalerOptions options)
    : state_(std::make_unique<State>(executor, transport, machine, chronicle, cloud, random,
                                     std::move(options))) {}

Autoscaler::~Autoscaler() = default;

void Autoscaler::start() {
  State& s = *state_;
  s.picture.start();
  s.tick = s.executor.run_after(s.options.scan_interval, [&s] { s.scan(); });
}

}  // namespace podium
