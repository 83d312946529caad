// requests: NAME of a workload, with `failing` (per cent) or `p99` (milliseconds) over the last
// `over` (default 5s) whose outcomes are known.
#include <algorithm>

#include "scenarios/runner/condition.h"

namespace podium::scenario {
namespace {

class RequestsCondition final : public Condition {
 public:
  explicit RequestsCondition(const Section& s) : name_(s.text("requests")), over_(s.duration("over", 5s)) {
    if (s.has("failing")) failing_ = Comparison::read(s, "failing");
    if (s.has("p99")) p99_ = Comparison::read(s, "p99");
    if (!failing_ && !p99_)
      s.expected("failing", "per cent of requests such as 0, <1 or 20..45 (or p99, in ms)");
  }

  std::string wanted() const override {
    return "requests " + name_ + (failing_ ? ": failing % " + failing_->text() : "") +
           (p99_ ? ": p99 ms " + p99_->text() : "");
  }

  Finding look(const Cluster& cluster) const override {
    for (const auto& requests : cluster.world().requests()) {
      if (requests->config().name == name_) return judge(*requests, cluster.now());
    }
    return {false, "no such workload"};
  }

 private:
  Finding judge(const sim::Requests& requests, TimePoint now) const {
    const TimePoint until = now - requests.config().timeout - 1s;  // younger seconds may still change
    std::uint64_t ok = 0, failed = 0;
    Duration p99{0};
    for (const sim::SecondOfTraffic& second : requests.availability().series()) {
      if (second.time < until - over_ || second.time >= until) continue;
      ok += second.ok;
      failed += second.failed;
      p99 = std::max(p99, second.p99);
    }
    if (ok + failed == 0) return {false, "no requests yet"};
    const double share = 100.0 * static_cast<double>(failed) / static_cast<double>(ok + failed);
    const double millis = seconds(p99) * 1000;
    const bool holds = (!failing_ || failing_->holds(share)) && (!p99_ || p99_->holds(millis));
    std::string seen =
        std::to_string(static_cast<int>(share + 0.5)) + " % of " + std::to_string(ok + failed) + " failed";
    if (p99_) seen += ", p99 " + std::to_string(static_cast<int>(millis + 0.5)) + " ms";
    return {holds, seen};
  }

  std::string name_;
  Duration over_;
  std::optional<Comparison> failing_, p99_;
};

}  // namespace

ConditionKind requests_condition() {
  return {"requests", [](const Section& s) -> std::unique_ptr<Condition> {
            return std::make_unique<RequestsCondition>(s);
          }};
}

}  // namespace podium::scenario
