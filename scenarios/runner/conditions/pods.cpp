// pods: web (by label app, or `selector:`), with any of phase, ready, deleting, status, restarts, node;
// `count` (default: at least one) of them must be so.
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/condition.h"

namespace podium::scenario {
namespace {

std::int32_t restarts_of(const Pod& pod) {
  std::int32_t restarts = 0;
  for (const ContainerStatus& status : pod.status.value().container_statuses)
    restarts += status.restart_count;
  return restarts;
}

bool is_ready(const Pod& pod) { return holds(pod.status.value().conditions, "Ready"); }

// The reason a container waits or ended for, as kubectl's STATUS shows it: CrashLoopBackOff, ...
bool shows(const Pod& pod, const std::string& reason) {
  for (const ContainerStatus& status : pod.status.value().container_statuses) {
    const auto* waiting = status.state.waiting.get();
    const auto* ended = status.state.terminated.get();
    if (waiting != nullptr && waiting->reason == reason) return true;
    if (ended != nullptr && ended->reason == reason) return true;
  }
  return pod.status.value().reason == reason;
}

class PodsCondition final : public Condition {
 public:
  explicit PodsCondition(const Section& s) : choice_(PodChoice::read(s, "pods")) {
    text_ = "pods " + choice_.text;
    const auto note = [&](const std::string& clause) { text_ += " " + clause; };
    if (s.has("phase")) note(phase_ = s.text("phase"));
    if (s.has("ready")) note((ready_ = s.boolean("ready", true)).value() ? "ready" : "not ready");
    if (s.has("deleting"))
      note((deleting_ = s.boolean("deleting", true)).value() ? "deleting" : "not deleting");
    if (s.has("status")) note("with " + (status_ = s.text("status")));
    if (s.has("on")) note("on " + (node_ = s.text("on")));
    if (s.has("restarts")) {
      restarts_ = Comparison::read(s, "restarts");
      note("with restarts " + restarts_->text());
    }
    if (s.has("count")) count_ = Comparison::read(s, "count");
    text_ += ": " + (count_ ? count_->text() : std::string(">=1"));
  }

  std::string wanted() const override { return text_; }

  Finding look(const Cluster& cluster) const override {
    int matching = 0, all = 0;
    cluster.each(Pod::info(), choice_.namespace_, [&](const ObjectRef& object) {
      if (!choice_.includes(*object)) return;
      ++all;
      matching += fits(static_cast<const Pod&>(*object)) ? 1 : 0;
    });
    const bool holds = count_ ? count_->holds(matching) : matching >= 1;
    return {holds, std::to_string(matching) + " of " + std::to_string(all)};
  }

 private:
  bool fits(const Pod& pod) const {
    if (!phase_.empty() && !(pod.status.value().phase == phase_)) return false;
    if (ready_ && is_ready(pod) != *ready_) return false;
    if (deleting_ && pod.metadata.deleting() != *deleting_) return false;
    if (!status_.empty() && !shows(pod, status_)) return false;
    if (!node_.empty() && !(pod.spec->node_name == node_)) return false;
    return !restarts_ || restarts_->holds(restarts_of(pod));
  }

  PodChoice choice_;
  std::string phase_, status_, node_, text_;
  std::optional<bool> ready_, deleting_;
  std::optional<Comparison> restarts_, count_;
};

}  // namespace

ConditionKind pods_condition() {
  return {"pods",
          [](const Section& s) -> std::unique_ptr<Condition> { return std::make_unique<PodsCondition>(s); }};
}

}  // namespace podium::scenario
