// The storage of a StatefulSet's pods: a claim for each of its templates and each pod's number. Claims
// outlast their pods, and are owned by somebody only where the set's retention policy says that they shall
// go.
#pragma once

#include <vector>

#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/stateful_set.h"

namespace podium::controllers {

List<Text> claim_templates(const StatefulSet& set);  // their names
Text claim_name(const StatefulSet& set, const Text& claim_template, int ordinal);

// What a pod of that number lacks.
struct ClaimsOf {
  std::vector<Ref<const PersistentVolumeClaim>> missing;  // to be created
  std::vector<Text> ending;                               // being deleted: their names

  bool all_there() const { return missing.empty() && ending.empty(); }
};
ClaimsOf claims_of(const Snapshot& snapshot, const StatefulSet& set, int ordinal);

// A claim still belongs to an earlier pod of that name, and is about to go with it.
// REQUIRES: there is no pod of that number.
bool has_stale_claim(const Snapshot& snapshot, const StatefulSet& set, int ordinal);

// Claims of the pod that shall have other owners, as they shall be:
//   whenDeleted Delete: the set;  whenScaled Delete: the pod, once it is beyond the set's size.
// Not so where another controller owns the claim.
struct DueOwners {
  std::vector<Ref<const PersistentVolumeClaim>> changed;
  std::vector<Text> foreign;  // names of claims that another controller owns
};
DueOwners with_due_owners(const Snapshot& snapshot, const StatefulSet& set, const Pod& pod, int ordinal);

}  // namespace podium::controllers
