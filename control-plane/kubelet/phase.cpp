#include "control-plane/kubelet/phase.h"

#include "control-plane/kubelet/words.h"

namespace podium::kubelet {
namespace {

struct Counts {
  int init_pending = 0, init_failed = 0;
  int waiting = 0, running = 0, stopped = 0, succeeded = 0;
};

// One that is not there now but has ended before counts as stopped: it is between two attempts.
void count_container(const ContainerRecord& record, Counts& counts) {
  if (record.running()) {
    ++counts.running;
  } else if (record.exited()) {
    ++counts.stopped;
    if (record.done()) ++counts.succeeded;
  } else {
    ++(record.last ? counts.stopped : counts.waiting);
  }
}

void count_init(const PodSpec& spec, std::size_t i, const ContainerRecord& record, Counts& counts) {
  if (is_sidecar(spec, i)) {
    if (!record.started && !record.exited()) ++counts.init_pending;
  } else if (record.failed() || (!record.running() && record.last && record.last->exit_code != 0)) {
    ++counts.init_failed;
  } else if (!record.done()) {
    ++counts.init_pending;
  }
}

Counts count(const PodSpec& spec, const PodState& state) {
  Counts counts;
  for (std::size_t i = 0; i < proper_end(spec); ++i) {
    if (is_init(spec, i))
      count_init(spec, i, state.containers[i], counts);
    else
      count_container(state.containers[i], counts);
  }
  return counts;
}

bool never(const PodSpec& spec) { return spec.restart_policy == "Never"; }

}  // namespace

Text phase_of(const PodSpec& spec, const PodState& state, const Text& before) {
  const Words& w = words();
  if (before == w.succeeded || before == w.failed) return before;
  if (state.rejected) return w.failed;
  const Counts c = count(spec, state);
  if (state.torn_down) {
    const bool all_well = state.failed_reason.empty() && c.init_failed == 0 && c.waiting == 0 &&
                          c.stopped == c.succeeded && c.stopped > 0;
    return all_well ? w.succeeded : w.failed;
  }
  if (!state.failed_reason.empty() && c.running == 0) return w.failed;
  const bool initial = !initialized(spec, state);
  if (c.init_failed > 0 && never(spec)) return w.failed;
  if (initial && (c.init_pending > 0 || c.init_failed > 0)) return w.pending;
  if (c.waiting > 0) return w.pending;
  if (c.running > 0) return w.running;
  if (c.stopped == 0) return w.pending;
  if (state.ending && is_over(spec, state)) return c.stopped == c.succeeded ? w.succeeded : w.failed;
  if (spec.restart_policy == "OnFailure") return c.stopped == c.succeeded ? w.succeeded : w.running;
  if (never(spec)) return c.stopped == c.succeeded ? w.succeeded : w.failed;
  return w.running;
}

}  // namespace podium::kubelet
