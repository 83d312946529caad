#include "control-plane/scheduler/plugin.h"

#include <algorithm>

namespace podium {

#define X(stem) Plugin stem##_plugin(const PluginArgs& args);
#include "control-plane/scheduler/plugins/all.inc"
#undef X

std::vector<Plugin> all_plugins(const PluginArgs& args) {
  std::vector<Plugin> all;
#define X(stem) all.push_back(stem##_plugin(args));
#include "control-plane/scheduler/plugins/all.inc"
#undef X
  std::stable_sort(all.begin(), all.end(),
                   [](const Plugin& a, const Plugin& b) { return a.order < b.order; });
  return all;
}

PodView view_of(Ref<const Pod> pod) {
  PodRequest request = request_of(*pod->spec);
  return {std::move(pod), std::move(request)};
}

void ScorePlugin::normalize(Eigen::Ref<Scores>, const Rows&, const PluginState*) const {}

void normalize_by_max(Eigen::Ref<Scores> scores, bool reversed) {
  if (scores.size() == 0) return;
  const std::int64_t max = scores.maxCoeff();
  if (max == 0) {
    scores.setConstant(reversed ? kMaxNodeScore : 0);
    return;
  }
  scores = scores * kMaxNodeScore / max;
  if (reversed) scores = kMaxNodeScore - scores;
}

const Taint* untolerated(const PodSpec& spec, const Node& node) {
  for (const Taint& taint : node.spec.value().taints) {
    if (!(taint.effect == "PreferNoSchedule") && !tolerated(spec, taint)) return &taint;
  }
  return nullptr;
}

}  // namespace podium
