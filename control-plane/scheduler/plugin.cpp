#include "control-plane/scheduler/plugin.h"

#include <algorithm>

namespace podium {

#define X(stem) Plugin stem##_plugin();
#include "control-plane/scheduler/plugins/all.inc"
#undef X

PluginSet default_plugins() {
  std::vector<Plugin> all;
#define X(stem) all.push_back(stem##_plugin());
#include "control-plane/scheduler/plugins/all.inc"
#undef X
  std::stable_sort(all.begin(), all.end(),
                   [](const Plugin& a, const Plugin& b) { return a.order < b.order; });
  PluginSet set;
  for (Plugin& plugin : all) {
    if (plugin.filter) set.filters.push_back(std::move(plugin.filter));
    if (plugin.score) set.scores.push_back(std::move(plugin.score));
  }
  return set;
}

bool tolerates(const Toleration& toleration, const Taint& taint) {
  if (!toleration.effect.empty() && !(toleration.effect == taint.effect)) return false;
  if (!toleration.key.empty() && !(toleration.key == taint.key)) return false;
  if (toleration.operator_ == "Exists") return true;
  return (toleration.operator_.empty() || toleration.operator_ == "Equal") && toleration.value == taint.value;
}

}  // namespace podium
