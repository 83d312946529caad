#include "control-plane/controllers/rollout/revision.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "control-plane/controllers/rollout/template_hash.h"

namespace podium::controllers {

namespace {

constexpr std::size_t kMaxHistoryLength = 2000;  // characters of the revision-history annotation

constexpr std::string_view kNotCopied[] = {"kubectl.kubernetes.io/last-applied-configuration",
                                           kRevision,
                                           kRevisionHistory,
                                           kDesiredReplicas,
                                           kMaxReplicas,
                                           "deprecated.deployment.rollback.to"};

bool set_annotation(Object& object, std::string_view key, const Text& value) {
  const Text* present = object.metadata.annotations.find(key);
  if (present != nullptr && *present == value) return false;
  object.metadata.annotations.set(key, value);
  return true;
}

bool copy_annotations(const Deployment& d, ReplicaSet& rs) {
  bool changed = false;
  for (const auto& [key, value] : d.metadata.annotations) {
    if (std::find(std::begin(kNotCopied), std::end(kNotCopied), key.view()) != std::end(kNotCopied)) continue;
    changed |= set_annotation(rs, key, value);
  }
  return changed;
}

std::int64_t next_revision(const ReplicaSets& old) {
  std::int64_t highest = 0;
  for (const Ref<const ReplicaSet>& rs : old) highest = std::max(highest, revision_of(*rs));
  return highest + 1;
}

// Appends a revision that the set had before; the oldest give way when the text grows too long.
void remember_revision(ReplicaSet& rs, const Text& revision) {
  const Text* before = rs.metadata.annotations.find(kRevisionHistory);
  std::string history = before == nullptr ? revision.str() : before->str() + "," + revision;
  while (history.size() > kMaxHistoryLength) {
    const std::size_t comma = history.find(',');
    if (comma == std::string::npos) return;
    history.erase(0, comma + 1);
  }
  rs.metadata.annotations.set(kRevisionHistory, history);
}

Labels with_hash(Labels labels, const std::string& hash) {
  labels.set(kTemplateHashLabel, hash);
  return labels;
}

}  // namespace

std::int64_t revision_of(const Object& object) {
  const Text* text = object.metadata.annotations.find(kRevision);
  if (text == nullptr) return 0;
  std::int64_t revision = 0;
  std::from_chars(text->view().data(), text->view().data() + text->size(), revision);
  return revision;
}

Ref<const ReplicaSet> find_newest(const Deployment& d, const ReplicaSets& sets) {
  for (const Ref<const ReplicaSet>& rs : sets) {
    if (rs->spec && rs->spec->template_ && same_template(*rs->spec->template_, *d.spec->template_)) return rs;
  }
  return nullptr;
}

Ref<ReplicaSet> new_replica_set(const Deployment& d, const ReplicaSets& old) {
  const DeploymentSpec& spec = *d.spec;
  const std::string hash = template_hash(*spec.template_, d.status.value().collision_count);
  Ref<ReplicaSet> rs = make_ref<ReplicaSet>();
  rs->metadata.name = d.metadata.name.str() + "-" + hash;
  rs->metadata.namespace_ = d.metadata.namespace_;
  rs->metadata.labels = with_hash(spec.template_->metadata.value().labels, hash);
  rs->metadata.owner_references = {controller_reference(d)};
  ReplicaSetSpec& own = rs->spec.edit();
  own.min_ready_seconds = spec.min_ready_seconds;
  own.selector = spec.selector;
  own.selector.edit().match_labels.set(kTemplateHashLabel, hash);
  own.template_ = spec.template_;
  own.template_.edit().metadata.edit().labels = rs->metadata.labels;
  own.replicas = 0;
  own.replicas = newest_size(d, *rs, old);
  copy_annotations(d, *rs);
  rs->metadata.annotations.set(kRevision, std::to_string(next_revision(old)));
  set_replicas_annotations(d, *rs);
  return rs;
}

bool collides(const Deployment& d, const ReplicaSet& wanted, const ReplicaSet& present) {
  const OwnerReference* owner = present.metadata.controller();
  return owner == nullptr || owner->uid != d.metadata.uid ||
         !same_template(*wanted.spec->template_, present.spec.value().template_.value());
}

bool bring_up_to_date(const Deployment& d, const ReplicaSets& old, ReplicaSet& newest) {
  bool changed = copy_annotations(d, newest);
  const std::int64_t revision = next_revision(old);
  if (revision_of(newest) < revision) {
    const Text* before = newest.metadata.annotations.find(kRevision);
    if (before != nullptr) remember_revision(newest, Text(*before));
    newest.metadata.annotations.set(kRevision, std::to_string(revision));
    changed = true;
  }
  if (newest.spec->min_ready_seconds != d.spec->min_ready_seconds) {
    newest.spec.edit().min_ready_seconds = d.spec->min_ready_seconds;
    changed = true;
  }
  return changed;
}

void set_replicas_annotations(const Deployment& d, ReplicaSet& rs) {
  set_annotation(rs, kDesiredReplicas, std::to_string(replicas_of(d)));
  set_annotation(rs, kMaxReplicas, std::to_string(replicas_of(d) + max_surge(d)));
}

bool has_replicas_annotations(const Deployment& d, const ReplicaSet& rs) {
  const Labels& present = rs.metadata.annotations;
  return present.get(kDesiredReplicas) == std::to_string(replicas_of(d)) &&
         present.get(kMaxReplicas) == std::to_string(replicas_of(d) + max_surge(d));
}

ReplicaSets beyond_history(const Deployment& d, const ReplicaSets& old) {
  const auto limit = d.spec->revision_history_limit;
  if (!limit || *limit == std::numeric_limits<std::int32_t>::max()) return {};
  ReplicaSets kept;
  for (const Ref<const ReplicaSet>& rs : old) {
    if (!rs->metadata.deleting()) kept.push_back(rs);
  }
  const int surplus = static_cast<int>(kept.size()) - *limit;
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Ref<const ReplicaSet>& a, const Ref<const ReplicaSet>& b) {
                     return revision_of(*a) < revision_of(*b);
                   });
  ReplicaSets gone;
  for (int i = 0; i < surplus; ++i) {
    const ReplicaSet& rs = *kept[static_cast<std::size_t>(i)];
    const ReplicaSetStatus& status = rs.status.value();
    const bool settled = status.observed_generation >= rs.metadata.generation;
    if (status.replicas == 0 && replicas_of(rs) == 0 && settled)
      gone.push_back(kept[static_cast<std::size_t>(i)]);
  }
  return gone;
}

}  // namespace podium::controllers
