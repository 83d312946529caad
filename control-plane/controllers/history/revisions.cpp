#include "control-plane/controllers/history/revisions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "control-plane/codec/json.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/rollout/template_hash.h"
#include "control-plane/objects/kinds/pod_template.h"

namespace podium::controllers {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestPrefix = 223;  // of a revision's name, before its hash

// A strategic merge patch that puts this template in place of the owner's.
Tree patch_of(const Box<PodTemplateSpec>& stamp) {
  PodTemplate holder;
  holder.template_ = stamp;
  json whole = to_json(holder);
  json body = std::move(whole["template"]);
  body["$patch"] = "replace";
  json patch;
  patch["spec"]["template"] = std::move(body);
  return Tree(std::move(patch));
}

std::vector<RevisionRef> known_revisions(const Snapshot& snapshot, const Chronicled& of, Plan& plan) {
  std::vector<RevisionRef> known =
      snapshot.indexed<ControllerRevision>(kRevisionsByController, of.owner.metadata.uid);
  Step adoptions;
  for (const RevisionRef& orphan :
       snapshot.indexed<ControllerRevision>(kOrphanRevisions, of.owner.metadata.namespace_)) {
    if (orphan->metadata.deleting() || !of.selector.matches(orphan->metadata.labels)) continue;
    known.push_back(adopted(*orphan, of.owner));
    adoptions.actions.push_back(update(known.back()));
  }
  if (!adoptions.actions.empty()) plan.steps.push_back(std::move(adoptions));
  std::sort(known.begin(), known.end(), [](const RevisionRef& a, const RevisionRef& b) {
    return std::tie(a->revision, a->metadata.creation_timestamp, a->metadata.name) <
           std::tie(b->revision, b->metadata.creation_timestamp, b->metadata.name);
  });
  return known;
}

RevisionRef new_revision(const Chronicled& of, Tree data, const std::string& hash, std::int64_t number) {
  Ref<ControllerRevision> revision = make_ref<ControllerRevision>();
  ObjectMeta& meta = revision->metadata;
  meta.name = of.owner.metadata.name.str().substr(0, kLongestPrefix) + "-" + hash;
  meta.namespace_ = of.owner.metadata.namespace_;
  meta.labels = of.stamp.value().metadata.value().labels;
  meta.labels.set(Text(of.hash_label), hash);
  meta.annotations = of.owner.metadata.annotations;
  meta.owner_references = {controller_reference(of.owner)};
  revision->data = std::move(data);
  revision->revision = number;
  return revision;
}

// One that is there already: the highest number is its own, or becomes so.
RevisionRef promoted(const RevisionRef& revision, std::int64_t highest, Plan& plan) {
  if (revision->revision >= highest) return revision;
  const Ref<ControllerRevision> changed = copy(*revision);
  changed->revision = highest;
  plan.then(update(changed));
  return changed;
}

}  // namespace

History record_template(const Snapshot& snapshot, const Chronicled& of, Plan& plan) {
  History history;
  history.known = known_revisions(snapshot, of, plan);
  Tree data = patch_of(of.stamp);
  RevisionRef* same = nullptr;  // the last one of the present template
  std::int64_t highest_other = 0;
  for (RevisionRef& revision : history.known) {
    if (revision->data == data) {
      if (same != nullptr) history.duplicates.push_back(*same);
      same = &revision;
    } else {
      highest_other = std::max(highest_other, revision->revision);
    }
  }
  if (same != nullptr) {
    history.newest = *same = promoted(*same, highest_other + 1, plan);
    history.hash = history.newest->metadata.labels.get(of.hash_label).str();
    return history;
  }
  history.hash = template_hash(of.stamp.value(), of.collision_count);
  const RevisionRef fresh = new_revision(of, std::move(data), history.hash, highest_other + 1);
  if (snapshot.find<ControllerRevision>(key_of(*fresh))) return history;
  plan.then(create(fresh));
  history.newest = fresh;
  return history;
}

Box<PodTemplateSpec> template_of(const ControllerRevision& revision) {
  const json& data = revision.data.json();
  const json::json_pointer place("/spec/template");
  if (!data.is_object() || !data.contains(place)) return {};
  json holder;
  holder["template"] = data.at(place);
  holder["template"].erase("$patch");
  const DecodedObject read = from_json(PodTemplate::info(), holder);
  const Ref<const PodTemplate> stamp = as<PodTemplate>(ObjectRef(read.value));
  return stamp ? stamp->template_ : Box<PodTemplateSpec>();
}

void forget_oldest(const std::vector<RevisionRef>& oldest_first, int count, const std::set<Text>& spared,
                   Plan& plan) {
  Step step;
  for (const RevisionRef& revision : oldest_first) {
    if (count <= 0) break;
    if (spared.count(revision->metadata.name) != 0) continue;
    step.actions.push_back(remove(*revision));
    --count;
  }
  if (!step.actions.empty()) plan.steps.push_back(std::move(step));
}

}  // namespace podium::controllers
