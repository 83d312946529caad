#include "control-plane/kubelet/pod_conditions.h"

#include "control-plane/kubelet/words.h"

namespace podium::kubelet {
namespace {

struct Verdict {
  bool holds = true;
  Text reason, message;
};

std::string bracketed(const char* what, const std::string& names) {
  return std::string(what) + ": [" + names + "]";
}

Verdict finished(const Text& phase) {
  const Words& w = words();
  return {false, phase == w.succeeded ? w.pod_completed : w.pod_failed, {}};
}

Verdict initialization(const PodSpec& spec, const PodState& state, const Text& phase) {
  const Words& w = words();
  if (phase == w.succeeded) return {true, w.pod_completed, {}};
  if (initialized(spec, state)) return {};
  std::string names;
  for (std::size_t i = 0; i < spec.init_containers.size(); ++i) {
    const ContainerRecord& record = state.containers[i];
    if (is_sidecar(spec, i) ? record.running() && record.started : record.done()) continue;
    names += (names.empty() ? "" : " ") + spec.init_containers[i].name.str();
  }
  return {false, w.not_initialized, bracketed("containers with incomplete status", names)};
}

// Containers and sidecars count; init containers have had their say before.
Verdict readiness_of_containers(const PodSpec& spec, const PodState& state, const Text& phase) {
  if (is_finished(phase)) return finished(phase);
  std::string names;
  for (std::size_t i = 0; i < proper_end(spec); ++i) {
    if (is_init(spec, i) && !is_sidecar(spec, i)) continue;
    const ContainerRecord& record = state.containers[i];
    if (!(record.running() && record.ready))
      names += (names.empty() ? "" : " ") + container_at(spec, i).name.str();
  }
  if (names.empty()) return {};
  return {false, words().not_ready, bracketed("containers with unready status", names)};
}

Verdict readiness(const PodSpec& spec, const PodStatus& status, const Verdict& containers) {
  if (!containers.holds) return containers;
  std::string lacking;
  for (const ReadinessGate& gate : spec.readiness_gates) {
    const Condition* condition = find_condition(status.conditions, gate.condition_type);
    const std::string name = "\"" + gate.condition_type.str() + "\"";
    if (condition != nullptr && condition->is_true()) continue;
    if (!lacking.empty()) lacking += ", ";
    if (condition == nullptr)
      lacking += "corresponding condition of pod readiness gate " + name + " does not exist.";
    else
      lacking += "the status of pod readiness gate " + name + " is not \"True\", but " + condition->status;
  }
  if (lacking.empty()) return {};
  return {false, words().gates_not_ready, lacking};
}

class Builder {
 public:
  Builder(const List<Condition>& before, TimePoint now) : before_(before), now_(now) { made_.reserve(5); }

  void add(const Text& type, Verdict verdict) {
    const Text& status = verdict.holds ? words().true_ : words().false_;
    Condition condition{type, status, std::move(verdict.reason), std::move(verdict.message), now_};
    if (const Condition* old = find_condition(before_, type); old != nullptr) {
      if (old->status == status) condition.last_transition_time = old->last_transition_time;
      if (condition.message == old->message) condition.message = old->message;
    }
    made_.push_back(std::move(condition));
  }
  // Those of others, PodScheduled first.
  List<Condition> with_the_rest() {
    const std::size_t own = made_.size();
    for (const Condition& condition : before_) {
      bool known = condition.type_ == words().resize_pending || condition.type_ == words().resize_in_progress;
      for (std::size_t i = 0; i < own; ++i) known = known || made_[i].type_ == condition.type_;
      if (!known) made_.push_back(condition);
    }
    List<Condition> list(std::move(made_));
    return list == before_ ? before_ : list;
  }

 private:
  const List<Condition>& before_;
  TimePoint now_;
  std::vector<Condition> made_;
};

bool resize_in_progress(const PodState& state) {
  if (!state.resize) return false;
  for (std::size_t i = 0; i < state.resize->allocated.size(); ++i) {
    const bool differs = !(state.resize->allocated[i] == state.resize->actual[i]);
    if (differs && state.containers[i].running()) return true;
  }
  return false;
}

}  // namespace

bool is_finished(const Text& phase) { return phase == words().succeeded || phase == words().failed; }

List<Condition> make_conditions(const PodSpec& spec, const PodState& state, const PodStatus& status,
                                TimePoint now) {
  const Words& w = words();
  Builder conditions(status.conditions, now);
  const Verdict containers = readiness_of_containers(spec, state, status.phase);
  conditions.add(w.sandbox_ready, {state.sandbox_ready && !is_finished(status.phase), {}, {}});
  conditions.add(w.initialized, initialization(spec, state, status.phase));
  conditions.add(w.ready, readiness(spec, status, containers));
  conditions.add(w.containers_ready, containers);
  if (find_condition(status.conditions, w.scheduled) == nullptr) conditions.add(w.scheduled, {});
  if (is_finished(status.phase) && state.failed_reason == w.evicted)
    conditions.add(w.disruption_target, {true, w.termination_by_kubelet, state.failed_message});
  if (state.resize && !is_finished(status.phase)) {
    const Resize& resize = *state.resize;
    if (!resize.pending_reason.empty())
      conditions.add(w.resize_pending, {true, resize.pending_reason, resize.pending_message});
    if (resize_in_progress(state)) conditions.add(w.resize_in_progress, {});
  }
  return conditions.with_the_rest();
}

}  // namespace podium::kubelet
