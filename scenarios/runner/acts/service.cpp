// stop-api-server, start-api-server, stop-registry, start-registry: outages of what all nodes share.
#include "scenarios/runner/act.h"

namespace podium::scenario {
namespace {

using ServiceVerb = Status (Chaos::*)();

struct Outage {
  const char* words;
  ServiceVerb begin, end;
};

class OutageAct final : public Act {
 public:
  explicit OutageAct(const Outage& outage) : outage_(outage) {}
  std::string told() const override { return outage_.words; }
  Status begin(Cluster& cluster, Random&) override { return (cluster.chaos().*outage_.begin)(); }
  bool undoable() const override { return outage_.end != nullptr; }
  Status end(Cluster& cluster) override { return (cluster.chaos().*outage_.end)(); }

 private:
  const Outage& outage_;
};

constexpr Outage kStopApi{"stop the API server", &Chaos::stop_api_server, &Chaos::start_api_server};
constexpr Outage kStartApi{"start the API server", &Chaos::start_api_server, nullptr};
constexpr Outage kStopRegistry{"stop the image registry", &Chaos::stop_registry, &Chaos::start_registry};
constexpr Outage kStartRegistry{"start the image registry", &Chaos::start_registry, nullptr};

template <const Outage& outage>
std::unique_ptr<Act> read(const Section&) {
  return std::make_unique<OutageAct>(outage);
}

}  // namespace

std::vector<Verb> service_act() {
  return {{"stop-api-server", &read<kStopApi>},
          {"start-api-server", &read<kStartApi>},
          {"stop-registry", &read<kStopRegistry>},
          {"start-registry", &read<kStartRegistry>}};
}

}  // namespace podium::scenario
