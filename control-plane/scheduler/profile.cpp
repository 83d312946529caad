#include "control-plane/scheduler/profile.h"

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

template <class Enabled>
bool wants(const Enabled& enabled, const std::set<std::string>& disabled, const std::string& name,
           bool by_default) {
  if (enabled.contains(name)) return true;
  return by_default && !disabled.contains(name) && !disabled.contains("*");
}

}  // namespace

PluginSet plugins_of(const SchedulerProfile& profile) {
  PluginSet set;
  for (Plugin& plugin : all_plugins(profile.args)) {
    if (plugin.filter && wants(profile.enabled_filters, profile.disabled_filters,
                               std::string(plugin.filter->name()), plugin.by_default))
      set.filters.push_back(std::move(plugin.filter));
    if (!plugin.score) continue;
    const std::string name(plugin.score->name());
    if (!wants(profile.enabled_scores, profile.disabled_scores, name, plugin.by_default)) continue;
    const auto weight = profile.enabled_scores.find(name);
    const bool own = weight == profile.enabled_scores.end() || weight->second == 0;
    set.scores.push_back({std::move(plugin.score), own ? plugin.weight : weight->second});
  }
  return set;
}

}  // namespace podium
