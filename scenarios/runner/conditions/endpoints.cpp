// endpoints: default/web, with ready, terminating or serving: how many of a Service's endpoints are so.
#include "control-plane/objects/kinds/endpoint_slice.h"
#include "scenarios/runner/condition.h"

namespace podium::scenario {
namespace {

class EndpointsCondition final : public Condition {
 public:
  explicit EndpointsCondition(const Section& s) : service_(s.key("endpoints")) {
    text_ = "endpoints " + service_.name.str() + ":";
    for (const char* field : {"ready", "serving", "terminating"}) {
      if (!s.has(field)) continue;
      wants_.push_back({field, Comparison::read(s, field)});
      text_ += std::string(" ") + field + " " + wants_.back().second.text();
    }
    if (wants_.empty()) s.expected("ready", "a number of endpoints (or serving, or terminating)");
  }

  std::string wanted() const override { return text_; }

  Finding look(const Cluster& cluster) const override {
    int ready = 0, serving = 0, terminating = 0;
    cluster.each(EndpointSlice::info(), service_.namespace_, [&](const ObjectRef& object) {
      const auto& slice = static_cast<const EndpointSlice&>(*object);
      if (!(slice.metadata.labels.get("kubernetes.io/service-name") == service_.name)) return;
      for (const Endpoint& endpoint : slice.endpoints) {
        ready += endpoint.conditions.ready.value_or(true) ? 1 : 0;
        serving += endpoint.conditions.serving.value_or(true) ? 1 : 0;
        terminating += endpoint.conditions.terminating.value_or(false) ? 1 : 0;
      }
    });
    Finding finding{true, ""};
    for (const auto& [field, comparison] : wants_) {
      const int value = field == "ready" ? ready : field == "serving" ? serving : terminating;
      finding.holds = finding.holds && comparison.holds(value);
      finding.seen += (finding.seen.empty() ? "" : ", ") + field + " " + std::to_string(value);
    }
    return finding;
  }

 private:
  Key service_;
  std::vector<std::pair<std::string, Comparison>> wants_;
  std::string text_;
};

}  // namespace

ConditionKind endpoints_condition() {
  return {"endpoints", [](const Section& s) -> std::unique_ptr<Condition> {
            return std::make_unique<EndpointsCondition>(s);
          }};
}

}  // namespace podium::scenario
