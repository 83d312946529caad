#include "control-plane/scheduler/held_terms.h"

#include <algorithm>

namespace podium {
namespace {

using Term = HeldAffinity::Term;

void take(std::vector<Term>& required, std::vector<Term>& preferred, const PodAffinity& affinity,
          const Text& space) {
  for (const PodAffinityTerm& term : affinity.required)
    required.push_back({term_of(term, space), term.topology_key, 0});
  for (const WeightedPodAffinityTerm& weighted : affinity.preferred) {
    const PodAffinityTerm& term = weighted.pod_affinity_term;
    preferred.push_back({term_of(term, space), term.topology_key, weighted.weight});
  }
}

bool speaks_of_pods(const Box<Affinity>& affinity) {
  return affinity && (affinity->pod_affinity || affinity->pod_anti_affinity);
}

}  // namespace

void HeldTerms::reset(std::size_t rows) {
  held_.clear();
  by_identity_.clear();
  rows_ = rows;
}

void HeldTerms::count(const Pod& pod, std::size_t row, std::int32_t by) {
  const Box<Affinity>& affinity = pod.spec->affinity;
  if (!speaks_of_pods(affinity)) return;
  HeldAffinity& group = group_of(pod, affinity);
  group.counts[row] += by;
  group.pods += by;
  if (group.pods == 0) forget(group);
}

void HeldTerms::forget(const HeldAffinity& group) {
  by_identity_.erase(group.affinity.identity());
  std::erase_if(held_, [&](const auto& entry) { return entry.get() == &group; });
}

HeldAffinity& HeldTerms::group_of(const Pod& pod, const Box<Affinity>& affinity) {
  const Text& space = pod.metadata.namespace_;
  const auto known = by_identity_.find(affinity.identity());
  if (known != by_identity_.end() && known->second->namespace_ == space &&
      known->second->affinity.same_as(affinity))
    return *known->second;
  const auto equal = std::find_if(held_.begin(), held_.end(), [&](const auto& group) {
    return group->namespace_ == space && group->affinity == affinity;
  });
  if (equal != held_.end()) return **equal;
  HeldAffinity& group = *held_.emplace_back(std::make_unique<HeldAffinity>());
  group.affinity = affinity;
  group.namespace_ = space;
  take(group.required_affinity, group.preferred_affinity, affinity->pod_affinity.value(), space);
  take(group.required_anti, group.preferred_anti, affinity->pod_anti_affinity.value(), space);
  group.counts.assign(rows_, 0);
  by_identity_[affinity.identity()] = &group;
  return group;
}

}  // namespace podium
