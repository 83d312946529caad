#include "control-plane/scheduler/pod_scores.h"

namespace podium {

PodScores::PodScores(const PluginSet& plugins, const PodView& pod, const SchedulingView& view,
                     const Rows& feasible)
    : plugins_(plugins), pod_(pod), view_(view), feasible_(feasible) {
  for (const PluginSet::Weighted& score : plugins.scores)
    prepared_.push_back(score.plugin->prepare(pod, view, feasible));
}

std::int64_t PodScores::raw(std::size_t plugin, std::size_t row) const {
  return plugins_.scores[plugin].plugin->score({pod_, view_, row, prepared_[plugin].state.get()});
}

void PodScores::normalize(std::size_t plugin, Eigen::Ref<Scores> scores) const {
  plugins_.scores[plugin].plugin->normalize(scores, feasible_, prepared_[plugin].state.get());
}

}  // namespace podium
