#include "control-plane/scheduler/feed.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/generic.h"

namespace podium {
namespace {

const KindInfo& csi_node_kind() { return *find_kind("storage.k8s.io", "v1", "CSINode"); }

template <class T>
void follow_controllers(Cache<T>& cache, SchedulingView& view, const char* kind) {
  cache.on_change([&view, kind = Text(kind)](const T* before, const T* after) {
    if (after == nullptr) return view.selectors.remove_controller(kind, key_of(*before));
    if (before != nullptr && before->spec.same_as(after->spec)) return;
    view.selectors.set_controller(kind, key_of(*after), selector_of(*after));
  });
}

// Puts what a cache tells under its name into a map of the view.
template <class T, class Map, class KeyOf>
void mirror(Cache<T>& cache, Map& map, KeyOf key_of_object, const std::function<void()>& changed) {
  cache.on_change([&map, key_of_object, &changed](const T* before, const T* after) {
    if (after == nullptr)
      map.erase(key_of_object(*before));
    else
      map[key_of_object(*after)] = Ref<const T>::share(after);
    changed();
  });
}

}  // namespace

std::map<Text, std::int64_t> attach_limits_of(const Object& csi_node) {
  std::map<Text, std::int64_t> limits;
  const nlohmann::json& body = static_cast<const Generic&>(csi_node).body.json();
  const nlohmann::json none = nlohmann::json::array();
  const nlohmann::json drivers = body.value("spec", nlohmann::json::object()).value("drivers", none);
  for (const nlohmann::json& driver : drivers) {
    const auto allocatable = driver.find("allocatable");
    if (allocatable != driver.end() && allocatable->contains("count"))
      limits[driver.value("name", "")] = (*allocatable)["count"].get<std::int64_t>();
  }
  return limits;
}

Feed::Feed(Client& client, SchedulingView& view, std::function<void()> on_storage)
    : view_(view),
      on_storage_(std::move(on_storage)),
      services_(client),
      replica_sets_(client),
      stateful_sets_(client),
      replication_controllers_(client),
      namespaces_(client),
      budgets_(client),
      claims_(client),
      volumes_(client),
      classes_(client),
      csi_nodes_(client, csi_node_kind()) {}

void Feed::start(const std::function<void()>& on_synced) {
  follow_groups();
  follow_storage();
  for (ObjectCache* cache : {&services_.core(), &replica_sets_.core(), &stateful_sets_.core(),
                             &replication_controllers_.core(), &namespaces_.core(), &budgets_.core(),
                             &claims_.core(), &volumes_.core(), &classes_.core(), &csi_nodes_}) {
    cache->on_synced(on_synced);
    cache->start();
  }
}

bool Feed::synced() const {
  return services_.synced() && replica_sets_.synced() && stateful_sets_.synced() &&
         replication_controllers_.synced() && namespaces_.synced() && budgets_.synced() && claims_.synced() &&
         volumes_.synced() && classes_.synced() && csi_nodes_.synced();
}

std::vector<Ref<const PodDisruptionBudget>> Feed::budgets() const {
  std::vector<Ref<const PodDisruptionBudget>> all;
  budgets_.each([&](const PodDisruptionBudget& budget) {
    all.push_back(Ref<const PodDisruptionBudget>::share(&budget));
  });
  return all;
}

void Feed::follow_groups() {
  services_.on_change([this](const Service* before, const Service* after) {
    if (after == nullptr)
      view_.selectors.remove_service(key_of(*before));
    else
      view_.selectors.set_service(Ref<const Service>::share(after));
  });
  follow_controllers(replica_sets_, view_, "ReplicaSet");
  follow_controllers(stateful_sets_, view_, "StatefulSet");
  follow_controllers(replication_controllers_, view_, "ReplicationController");
  namespaces_.on_change([this](const Namespace* before, const Namespace* after) {
    if (after == nullptr) return view_.namespaces.remove(before->metadata.name);
    if (before != nullptr && before->metadata.labels == after->metadata.labels) return;
    view_.namespaces.set(after->metadata.name, after->metadata.labels);
  });
}

void Feed::follow_storage() {
  const auto name = [](const Object& object) { return object.metadata.name; };
  mirror(
      claims_, view_.volumes.claims, [](const Object& object) { return key_of(object); }, on_storage_);
  mirror(volumes_, view_.volumes.volumes, name, on_storage_);
  mirror(classes_, view_.volumes.classes, name, on_storage_);
  csi_nodes_.on_change([this](const Object* before, const Object* after) {
    auto& limits = view_.volumes.attach_limits;
    if (after == nullptr)
      limits.erase(before->metadata.name);
    else
      limits[after->metadata.name] = attach_limits_of(*after);
    on_storage_();
  });
}

}  // namespace podium
