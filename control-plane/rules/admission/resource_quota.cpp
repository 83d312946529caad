#include "control-plane/rules/admission/resource_quota.h"

#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/rules/admission/quota_usage.h"
#include "control-plane/rules/pod_parts.h"

namespace podium {
namespace {

// "cpu=1,memory=1Gi"
std::string pretty(const ResourceList& list) {
  std::string text;
  for (const auto& [name, amount] : list) text += (text.empty() ? "" : ",") + name.str() + "=" + amount.str();
  return text;
}

// The amounts of `list` that `names` names, too.
ResourceList masked(const ResourceList& list, const ResourceList& names) {
  ResourceList kept;
  for (const auto& [name, amount] : list) {
    if (names.contains(name)) kept.set(name, amount);
  }
  return kept;
}

// What the object uses more than before.
ResourceList growth(const Object& object, const Object* old, TimePoint now) {
  const ResourceList after = quota_usage(object, now);
  const ResourceList before = old == nullptr ? ResourceList() : quota_usage(*old, now);
  ResourceList grown;
  for (const auto& [name, amount] : after) {
    const Quantity more = amount - before.get(name);
    if (more > Quantity()) grown.set(name, more);
  }
  return grown;
}

ResourceList tracked(const ResourceQuota& quota, const KindInfo& kind) {
  ResourceList names;
  for (const auto& [name, hard] : quota.status.value().hard) {
    if (quota_tracks(kind, name)) names.set(name, hard);
  }
  return names;
}

// What has to be known before anything can be charged.
std::string unready_fault(const ResourceQuota& quota, const Object& object, const ResourceList& names) {
  if (const Pod* pod = as<Pod>(&object)) {
    const std::string unnamed = unnamed_compute(pod->spec.value(), names);
    if (!unnamed.empty()) return "failed quota: " + quota.metadata.name.str() + ": must specify " + unnamed;
  }
  std::string unknown;
  bool missing = false;
  for (const auto& [name, hard] : names) {
    missing = missing || !quota.status.value().used.contains(name);
    unknown += (unknown.empty() ? "" : ",") + name.str();
  }
  if (!missing) return "";
  return "status unknown for quota: " + quota.metadata.name.str() + ", resources: " + unknown;
}

// Charges the quota; why it cannot be, or an empty text.
std::string charge(ResourceQuota& quota, const ResourceList& grown) {
  const ResourceQuotaStatus before = quota.status.value();
  const ResourceList requested = masked(grown, before.hard);
  ResourceList exceeded;
  for (const auto& [name, more] : requested) {
    const Quantity total = before.used.get(name) + more;
    if (total > before.hard.get(name)) exceeded.set(name, total);
    quota.status.edit().used.set(name, total);
  }
  if (exceeded.empty()) return "";
  return "exceeded quota: " + quota.metadata.name.str() +
         ", requested: " + pretty(masked(requested, exceeded)) +
         ", used: " + pretty(masked(before.used, exceeded)) +
         ", limited: " + pretty(masked(before.hard, exceeded));
}

// Of pods only a resize is charged, so that the writes of their status cost nothing.
bool charged_when_changed(const Object& object, const Object& old) {
  if (const Pod* pod = as<Pod>(&object))
    return resources_differ(static_cast<const Pod&>(old).spec.value(), pod->spec.value());
  return is<PersistentVolumeClaim>(object) || is<Service>(object);
}

}  // namespace

QuotaVerdict admit_to_quotas(const ResourceQuotas& quotas, const Object& object, const Object* old,
                             TimePoint now) {
  if (quotas.empty() || (old != nullptr && !charged_when_changed(object, *old))) return {};
  ResourceQuotas concerned;
  for (const auto& quota : quotas) {
    const ResourceList names = tracked(*quota, object.kind());
    if (names.empty() || !in_scopes(quota->spec.value(), object)) continue;
    if (const std::string fault = unready_fault(*quota, object, names); !fault.empty()) return {fault, {}};
    concerned.push_back(quota);
  }
  QuotaVerdict verdict;
  const ResourceList grown = concerned.empty() ? ResourceList() : growth(object, old, now);
  for (const auto& quota : concerned) {
    if (masked(grown, quota->status.value().hard).empty()) continue;
    Ref<ResourceQuota> after = copy(*quota);
    if (const std::string fault = charge(*after, grown); !fault.empty()) return {fault, {}};
    verdict.charged.push_back(std::move(after));
  }
  return verdict;
}

ResourceQuotaStatus quota_status(const ResourceQuota& quota, const std::vector<ObjectRef>& objects,
                                 TimePoint now) {
  ResourceQuotaStatus status;
  status.hard = quota.spec.value().hard;
  for (const auto& [name, hard] : status.hard) status.used.set(name, Quantity());
  for (const ObjectRef& object : objects) {
    if (!in_scopes(quota.spec.value(), *object)) continue;
    for (const auto& [name, amount] : masked(quota_usage(*object, now), status.hard))
      status.used.set(name, status.used.get(name) + amount);
  }
  return status;
}

}  // namespace podium
