#include "control-plane/scheduler/default_selector.h"

#include <algorithm>

#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"

namespace podium {
namespace {

bool selects(const Labels& selector, const Labels& labels) {
  return !selector.empty() && std::all_of(selector.begin(), selector.end(), [&](const auto& wanted) {
    const Text* value = labels.find(wanted.first);
    return value != nullptr && *value == wanted.second;
  });
}

}  // namespace

void DefaultSelectors::set_service(Ref<const Service> service) {
  remove_service(key_of(*service));
  services_[service->metadata.namespace_].push_back(std::move(service));
}

void DefaultSelectors::remove_service(const Key& service) {
  const auto found = services_.find(service.namespace_);
  if (found == services_.end()) return;
  std::erase_if(found->second, [&](const auto& known) { return known->metadata.name == service.name; });
  if (found->second.empty()) services_.erase(found);
}

void DefaultSelectors::set_controller(const Text& kind, const Key& controller, Box<LabelSelector> selector) {
  controllers_[{kind, controller}] = std::move(selector);
}

void DefaultSelectors::remove_controller(const Text& kind, const Key& controller) {
  controllers_.erase({kind, controller});
}

Box<LabelSelector> DefaultSelectors::of(const Pod& pod) const {
  LabelSelector by_services;
  if (const auto found = services_.find(pod.metadata.namespace_); found != services_.end()) {
    for (const Ref<const Service>& service : found->second) {
      const Labels& selector = service->spec.value().selector;
      if (!selects(selector, pod.metadata.labels)) continue;
      for (const auto& [key, value] : selector) by_services.match_labels.set(key, value);
    }
  }
  const OwnerReference* owner = pod.metadata.controller();
  if (owner == nullptr) return by_services;
  const auto controller = controllers_.find({owner->kind, {pod.metadata.namespace_, owner->name}});
  if (controller == controllers_.end() || !controller->second) return by_services;
  return both(by_services, controller->second);
}

Box<LabelSelector> selector_of(const ReplicaSet& controller) { return controller.spec.value().selector; }
Box<LabelSelector> selector_of(const StatefulSet& controller) { return controller.spec.value().selector; }

Box<LabelSelector> selector_of(const ReplicationController& controller) {
  return LabelSelector{controller.spec.value().selector, {}};
}

}  // namespace podium
