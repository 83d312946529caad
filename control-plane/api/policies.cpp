// Admission by what people put into the cluster: limit ranges, priority and storage classes, quotas.
#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/rules/admission/default_classes.h"
#include "control-plane/rules/admission/limit_ranger.h"
#include "control-plane/rules/admission/priority.h"
#include "control-plane/rules/admission/resource_quota.h"
#include "control-plane/rules/pod_parts.h"

namespace podium {
namespace {

// All objects of a kind in a namespace ("": everywhere), as their type.
template <class T>
std::vector<Ref<const T>> all_of(const Store& store, const Text& space = {}) {
  std::vector<Ref<const T>> found;
  if (store.size(T::info()) == 0) return found;
  store.each(T::info(), space, [&](const ObjectRef& object) { found.push_back(as<T>(object)); });
  return found;
}

}  // namespace

// What a new object gets, and why it may not be.
ApiStatus ApiServer::State::admit_by_policies(Object& object) const {
  const KindInfo& kind = object.kind();
  const Text& space = object.metadata.namespace_;
  std::string fault;
  if (is<Pod>(object)) {
    Pod& pod = static_cast<Pod&>(object);
    const LimitRanges ranges = all_of<LimitRange>(store, space);
    apply_limit_ranges(pod, ranges);
    fault = limit_range_fault(pod, ranges);
    if (fault.empty()) fault = admit_priority(pod, all_of<PriorityClass>(store));
  } else if (is<PersistentVolumeClaim>(object)) {
    admit_claim(static_cast<PersistentVolumeClaim&>(object), all_of<StorageClass>(store));
    fault = limit_range_fault(object, all_of<LimitRange>(store, space));
  } else if (is<Ingress>(object)) {
    admit_ingress(static_cast<Ingress&>(object), all_of<IngressClass>(store));
  } else if (is<PriorityClass>(object)) {
    fault = global_default_fault(static_cast<PriorityClass&>(object), all_of<PriorityClass>(store));
  }
  protect_in_use(object);
  return fault.empty() ? ApiStatus() : forbidden(kind, object.metadata.name, fault);
}

// Why an object may not be changed like this.
ApiStatus ApiServer::State::admit_change(const Object& before, const Object& fresh) const {
  std::string fault;
  if (const auto* claim = as<PersistentVolumeClaim>(&fresh)) {
    fault =
        resize_fault(static_cast<const PersistentVolumeClaim&>(before), *claim, all_of<StorageClass>(store));
    if (fault.empty()) fault = limit_range_fault(fresh, all_of<LimitRange>(store, fresh.metadata.namespace_));
  } else if (const auto* pod = as<Pod>(&fresh)) {
    if (resources_differ(static_cast<const Pod&>(before).spec.value(), pod->spec.value()))
      fault = limit_range_fault(fresh, all_of<LimitRange>(store, fresh.metadata.namespace_));
  } else if (const auto* priority = as<PriorityClass>(&fresh)) {
    fault = global_default_fault(*priority, all_of<PriorityClass>(store));
  }
  return fault.empty() ? ApiStatus() : forbidden(fresh.kind(), fresh.metadata.name, fault);
}

// Charges the namespace's quotas with a valid object, or with what it grew since `before`. Everything of a
// request happens at once here, so no quota can change meanwhile.
ApiStatus ApiServer::State::charge_quotas(const Object& fresh, const Object* before, bool dry_run) {
  if (!fresh.kind().namespaced || store.size(ResourceQuota::info()) == 0) return {};
  const ResourceQuotas quotas = all_of<ResourceQuota>(store, fresh.metadata.namespace_);
  if (quotas.empty()) return {};
  const QuotaVerdict verdict = admit_to_quotas(quotas, fresh, before, executor.now());
  if (!verdict.fault.empty()) return forbidden(fresh.kind(), fresh.metadata.name, verdict.fault);
  if (dry_run) return {};
  for (const Ref<ResourceQuota>& charged : verdict.charged) {
    record(store.get(ResourceQuota::info(), key_of(*charged)).get(), charged.get());
    store.update(charged);
  }
  return {};
}

}  // namespace podium
