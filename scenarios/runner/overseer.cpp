#include "scenarios/runner/overseer.h"

#include <algorithm>

namespace podium::scenario {

Overseer::Overseer(Cluster& cluster, const std::vector<std::string>& names) : cluster_(cluster) {
  for (const InvariantKind& kind : invariants()) {
    if (std::find(names.begin(), names.end(), kind.name) == names.end()) continue;
    held_.push_back(std::make_unique<Held>(Held{&kind, kind.make(), {}, {}}));
    Held& held = *held_.back();
    for (const KindInfo* watched : held.invariant->kinds()) {
      bool expired = false;
      watches_.push_back(cluster.store().watch(
          *watched, {}, cluster.store().revision(),
          [this, &held](const StoreChange& change) { changed(held, change); }, expired));
    }
  }
}

Overseer::~Overseer() {
  for (const Store::WatchId watch : watches_) cluster_.store().stop(watch);
}

// The first time tells most: what follows may only follow from it.
void Overseer::changed(Held& held, const StoreChange& change) {
  if (held.broken_at) return;
  held.seen = held.invariant->changed(change, cluster_);
  if (!held.seen.empty()) held.broken_at = cluster_.now();
}

std::vector<Judgement> Overseer::judge(TimePoint start, bool at_rest) {
  std::vector<Judgement> judgements;
  for (const auto& held : held_) {
    if (at_rest && !held->broken_at) {
      held->seen = held->invariant->at_end(cluster_);
      if (!held->seen.empty()) held->broken_at = cluster_.now();
    }
    const bool holds = !held->broken_at;
    const std::string seen =
        holds ? "nothing else" : held->seen + ", at " + duration_text(*held->broken_at - start);
    judgements.push_back(
        {std::string(held->kind->name), std::string(held->kind->rule), "at every revision", seen, holds});
  }
  return judgements;
}

}  // namespace podium::scenario
