// Past templates of a workload, each kept as a ControllerRevision: what `kubectl rollout history` shows, and
// what `kubectl rollout undo` goes back to.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/kinds/controller_revision.h"
#include "control-plane/objects/pod_spec.h"

namespace podium::controllers {

// On pods: which revision they are of. On a DaemonSet's revisions, too.
inline constexpr std::string_view kRevisionHash = "controller-revision-hash";

using RevisionRef = Ref<const ControllerRevision>;

// Whose history. All references outlive the call.
struct Chronicled {
  const Object& owner;
  const LabelSelector& selector;
  const Box<PodTemplateSpec>& stamp;
  std::optional<std::int32_t> collision_count;
  std::string_view hash_label;  // of revisions: the hash of their template
};

struct History {
  std::vector<RevisionRef> known;       // lowest number first, without one that is yet to be created
  std::vector<RevisionRef> duplicates;  // of the present template, beside the newest
  RevisionRef newest;  // of the present template, as it will be; null if another has its name
  std::string hash;    // the newest's
};

// Adds to `plan` what makes the present template the newest revision: orphans are adopted, a new template is
// recorded, one that was there before gets the highest number again.
// REQUIRES: kRevisionsByController and kOrphanRevisions.
History record_template(const Snapshot& snapshot, const Chronicled& of, Plan& plan);

// The template that the revision remembers.
Box<PodTemplateSpec> template_of(const ControllerRevision& revision);

// Deletes `count` of `oldest_first` but for those whose name is spared; nothing if `count` is not positive.
void forget_oldest(const std::vector<RevisionRef>& oldest_first, int count, const std::set<Text>& spared,
                   Plan& plan);

}  // namespace podium::controllers
