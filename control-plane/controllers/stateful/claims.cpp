#include "control-plane/controllers/stateful/claims.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/controllers/stateful/identity.h"

namespace podium::controllers {

namespace {

using nlohmann::json;
using Claim = PersistentVolumeClaim;

constexpr std::string_view kDelete = "Delete";

Ref<const Claim> find_claim(const Snapshot& snapshot, const StatefulSet& set, const Text& name, int ordinal) {
  return snapshot.find<Claim>(Key{set.metadata.namespace_, claim_name(set, name, ordinal)});
}

Ref<const Claim> new_claim(const StatefulSet& set, const json& claim_template, int ordinal) {
  const DecodedObject read = from_json(Claim::info(), claim_template);
  if (!read.value) return nullptr;
  const Ref<Claim> claim = copy(*as<Claim>(ObjectRef(read.value)));
  claim->metadata.name = claim_name(set, claim->metadata.name, ordinal);
  claim->metadata.namespace_ = set.metadata.namespace_;
  for (const auto& [key, value] : set.spec.value().selector.value().match_labels) {
    claim->metadata.labels.set(key, value);
  }
  return claim;
}

bool names(const OwnerReference& reference, const Object& owner) {
  return reference.kind == owner.kind().kind && reference.name == owner.metadata.name;
}

// Of all owners the reference to `owner`, or null.
const OwnerReference* find_owner(const Claim& claim, const Object& owner) {
  for (const OwnerReference& reference : claim.metadata.owner_references) {
    if (reference.uid == owner.metadata.uid) return &reference;
  }
  return nullptr;
}

// An earlier object of that name owns the claim, which goes with it.
bool is_stale(const Claim& claim, const Object& owner) {
  const List<OwnerReference>& owners = claim.metadata.owner_references;
  return std::any_of(owners.begin(), owners.end(), [&owner](const OwnerReference& reference) {
    return names(reference, owner) && !(reference.uid == owner.metadata.uid);
  });
}

bool is_as(const Claim& claim, const Object& owner, bool wanted) {
  const OwnerReference* reference = find_owner(claim, owner);
  return wanted ? reference != nullptr && reference->controller.value_or(false) : reference == nullptr;
}

void set_owner(Claim& claim, const Object& owner, bool wanted) {
  if (is_as(claim, owner, wanted)) return;
  std::erase_if(claim.metadata.owner_references.edit(),
                [&owner](const OwnerReference& reference) { return reference.uid == owner.metadata.uid; });
  if (wanted) claim.metadata.owner_references.push_back(controller_reference(owner));
}

// Somebody else manages the claim, although the set's policy would have it do so.
bool is_foreign(const Claim& claim, const StatefulSet& set, const Pod& pod) {
  const ClaimRetentionPolicy& policy = set.spec.value().claim_retention_policy.value();
  if (policy.when_deleted != kDelete && policy.when_scaled != kDelete) return false;
  const OwnerReference* owner = claim.metadata.controller();
  return owner != nullptr && !(owner->uid == set.metadata.uid) && !(owner->uid == pod.metadata.uid);
}

}  // namespace

List<Text> claim_templates(const StatefulSet& set) {
  List<Text> names;
  const json& templates = set.spec.value().volume_claim_templates.json();
  if (!templates.is_array()) return names;
  for (const json& each : templates) {
    const json::json_pointer name("/metadata/name");
    if (each.contains(name) && each.at(name).is_string()) names.push_back(each.at(name).get<std::string>());
  }
  return names;
}

Text claim_name(const StatefulSet& set, const Text& claim_template, int ordinal) {
  return claim_template.str() + "-" + set.metadata.name.str() + "-" + std::to_string(ordinal);
}

ClaimsOf claims_of(const Snapshot& snapshot, const StatefulSet& set, int ordinal) {
  ClaimsOf claims;
  const json& templates = set.spec.value().volume_claim_templates.json();
  if (!templates.is_array()) return claims;
  for (const json& each : templates) {
    const Ref<const Claim> claim = new_claim(set, each, ordinal);
    if (!claim) continue;
    const Ref<const Claim> present = snapshot.find<Claim>(key_of(*claim));
    if (!present)
      claims.missing.push_back(claim);
    else if (present->metadata.deleting())
      claims.ending.push_back(present->metadata.name);
  }
  return claims;
}

bool has_stale_claim(const Snapshot& snapshot, const StatefulSet& set, int ordinal) {
  if (set.spec.value().claim_retention_policy.value().when_scaled != kDelete) return false;
  Pod expected;  // without a uid: whoever owns the claim under its name is another
  expected.metadata.name = pod_name(set, ordinal);
  for (const Text& name : claim_templates(set)) {
    const Ref<const Claim> claim = find_claim(snapshot, set, name, ordinal);
    if (claim && is_stale(*claim, expected)) return true;
  }
  return false;
}

DueOwners with_due_owners(const Snapshot& snapshot, const StatefulSet& set, const Pod& pod, int ordinal) {
  const ClaimRetentionPolicy& policy = set.spec.value().claim_retention_policy.value();
  const bool scaled_down = policy.when_scaled == kDelete && !in_range(set, ordinal);
  DueOwners due;
  for (const Text& name : claim_templates(set)) {
    const Ref<const Claim> present = find_claim(snapshot, set, name, ordinal);
    if (!present || is_stale(*present, set) || is_stale(*present, pod)) continue;
    const bool foreign = is_foreign(*present, set, pod);
    if (foreign) due.foreign.push_back(present->metadata.name);
    const bool of_pod = scaled_down && !foreign;
    const bool of_set = policy.when_deleted == kDelete && !scaled_down && !foreign;
    if (is_as(*present, set, of_set) && is_as(*present, pod, of_pod)) continue;
    const Ref<Claim> claim = copy(*present);
    set_owner(*claim, set, of_set);
    set_owner(*claim, pod, of_pod);
    due.changed.push_back(claim);
  }
  return due;
}

}  // namespace podium::controllers
