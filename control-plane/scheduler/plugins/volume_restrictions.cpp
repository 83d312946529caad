// VolumeRestrictions: storage that one pod, or one node, may use at a time.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

using Json = nlohmann::json;

bool both_read_only(const Json& a, const Json& b) {
  return a.value("readOnly", false) && b.value("readOnly", false);
}

bool share_monitor(const Json& a, const Json& b) {
  const Json none = Json::array();
  const Json left = a.value("monitors", none), right = b.value("monitors", none);
  return std::any_of(left.begin(), left.end(),
                     [&](const Json& m) { return std::find(right.begin(), right.end(), m) != right.end(); });
}

// Are these the same disk, in a way that excludes the other?
// Source: volumerestrictions.isVolumeConflict of Kubernetes 1.33.
bool excludes(const Json& wanted, const Json& used) {
  const auto of = [](const Json& volume, const char* kind) {
    return volume.is_object() && volume.contains(kind) ? &volume[kind] : nullptr;
  };
  if (const Json* a = of(wanted, "gcePersistentDisk"), *b = of(used, "gcePersistentDisk"); a && b)
    return a->value("pdName", "") == b->value("pdName", "") && !both_read_only(*a, *b);
  if (const Json* a = of(wanted, "awsElasticBlockStore"), *b = of(used, "awsElasticBlockStore"); a && b)
    return a->value("volumeID", "") == b->value("volumeID", "");
  if (const Json* a = of(wanted, "iscsi"), *b = of(used, "iscsi"); a && b)
    return a->value("iqn", "") == b->value("iqn", "") && !both_read_only(*a, *b);
  if (const Json* a = of(wanted, "rbd"), *b = of(used, "rbd"); a && b)
    return share_monitor(*a, *b) && a->value("pool", "rbd") == b->value("pool", "rbd") &&
           a->value("image", "") == b->value("image", "") && !both_read_only(*a, *b);
  return false;
}

bool is_disk(const Json& volume) {
  return volume.is_object() &&
         (volume.contains("gcePersistentDisk") || volume.contains("awsElasticBlockStore") ||
          volume.contains("iscsi") || volume.contains("rbd"));
}

struct Conflicts final : PluginState {
  bool claim_in_use = false;  // of a ReadWriteOncePod claim
  std::vector<const Json*> disks;
};

class VolumeRestrictions final : public FilterPlugin {
 public:
  std::string_view name() const override { return "VolumeRestrictions"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view) const override {
    auto conflicts = std::make_unique<Conflicts>();
    Prepared prepared;
    bool exclusive = false;
    for (const Key& key : claims_of(*pod.pod)) {
      const PersistentVolumeClaim* claim = view.volumes.claim(key);
      if (claim == nullptr) {
        prepared.rejected = Rejection{false, {"persistentvolumeclaim \"" + key.name.str() + "\" not found"}};
        return prepared;
      }
      if (!has_mode(claim->spec.value().access_modes, "ReadWriteOncePod")) continue;
      exclusive = true;
      conflicts->claim_in_use = conflicts->claim_in_use || view.users_of(key) > 0;
    }
    for (const Volume& volume : pod.spec().volumes) {
      if (is_disk(volume.rest.json())) conflicts->disks.push_back(&volume.rest.json());
    }
    prepared.skip = !exclusive && conflicts->disks.empty();
    prepared.state = std::move(conflicts);
    return prepared;
  }

  bool passes(const Candidate& c) const override {
    const auto& conflicts = c.prepared<Conflicts>();
    return !conflicts.claim_in_use && !disk_in_use(conflicts, c);
  }

  Rejection why(const Candidate& c) const override {
    if (disk_in_use(c.prepared<Conflicts>(), c)) return {true, {"node(s) had no available disk"}};
    return {
        true,
        {"node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use "
         "by another pod"}};
  }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what == WakeUp::kPodDeleted || what == WakeUp::kNodeAdded || what == WakeUp::kStorage ||
           what == WakeUp::kOwnUpdate;
  }

 private:
  static bool disk_in_use(const Conflicts& conflicts, const Candidate& c) {
    if (conflicts.disks.empty()) return false;
    for (const Ref<const Pod>& pod : c.view.pods_on(c.row)) {
      for (const Volume& volume : pod->spec.value().volumes) {
        if (std::any_of(conflicts.disks.begin(), conflicts.disks.end(),
                        [&](const Json* disk) { return excludes(*disk, volume.rest.json()); }))
          return true;
      }
    }
    return false;
  }
};

}  // namespace

Plugin volume_restrictions_plugin(const PluginArgs&) {
  return {70, std::make_unique<VolumeRestrictions>(), nullptr};
}

}  // namespace podium
