// VolumeZone: a volume of a zone or region is used there.
#include <algorithm>
#include <array>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

constexpr std::array<std::string_view, 4> kKeys{
    "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
    "topology.kubernetes.io/zone", "topology.kubernetes.io/region"};

struct Zones final : PluginState {
  std::vector<std::pair<std::string_view, Text>> wanted;  // label key, and values joined by "__"
};

// The label of that key; old and new keys stand for each other.
const Text* zone_label(const Node& node, std::string_view key) {
  if (const Text* value = node.metadata.labels.find(key)) return value;
  const bool zone = key.ends_with("/zone");
  const bool old = key.starts_with("failure-domain");
  return node.metadata.labels.find(kKeys[(old ? 2u : 0u) + (zone ? 0u : 1u)]);
}

bool listed(std::string_view values, std::string_view value) {
  while (true) {
    const std::size_t end = values.find("__");
    if (values.substr(0, end) == value) return true;
    if (end == std::string_view::npos) return false;
    values.remove_prefix(end + 2);
  }
}

class VolumeZone final : public FilterPlugin {
 public:
  std::string_view name() const override { return "VolumeZone"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view) const override {
    auto zones = std::make_unique<Zones>();
    for (const Key& key : claims_of(*pod.pod)) {
      const PersistentVolumeClaim* claim = view.volumes.claim(key);
      const PersistentVolume* volume =
          claim == nullptr ? nullptr : view.volumes.volume(claim->spec.value().volume_name);
      if (volume == nullptr) continue;
      for (const std::string_view label : kKeys) {
        if (const Text* value = volume->metadata.labels.find(label))
          zones->wanted.emplace_back(label, *value);
      }
    }
    Prepared prepared{.skip = zones->wanted.empty()};
    prepared.state = std::move(zones);
    return prepared;
  }

  // A node that tells no zone at all is not held to one.
  bool passes(const Candidate& c) const override {
    const Labels& labels = c.node().metadata.labels;
    if (std::none_of(kKeys.begin(), kKeys.end(), [&](std::string_view key) { return labels.contains(key); }))
      return true;
    for (const auto& [key, values] : c.prepared<Zones>().wanted) {
      const Text* value = zone_label(c.node(), key);
      if (value == nullptr || !listed(values.view(), value->view())) return false;
    }
    return true;
  }

  Rejection why(const Candidate&) const override { return {false, {"node(s) had no available volume zone"}}; }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what == WakeUp::kNodeAdded || what == WakeUp::kNodeLabels || what == WakeUp::kStorage;
  }
};

}  // namespace

Plugin volume_zone_plugin(const PluginArgs&) { return {100, std::make_unique<VolumeZone>(), nullptr}; }

}  // namespace podium
