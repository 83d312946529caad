#include "control-plane/scheduler/tally.h"

#include <algorithm>

namespace podium {
namespace {

std::size_t hash_of_label(const Text& key, const Text& value) {
  const std::hash<Text> hash;
  return hash(key) * 1099511628211u + hash(value);
}

}  // namespace

const RowCounts& Tallies::of(const PodRule& rule, std::uint64_t layout, std::size_t rows,
                             const NamespaceLabels& namespaces, const VisitAll& all) {
  Tally& tally = entry_of(rule);
  tally.used = ++clock_;
  if (tally.layout == layout && tally.counts.size() == rows && tally.namespaces == namespaces.version())
    return tally.counts;
  tally.layout = layout;
  tally.namespaces = namespaces.version();
  tally.counts.assign(rows, 0);
  all([&](const Pod& pod, std::size_t row) {
    if (tally.rule.matches(pod, namespaces)) ++tally.counts[row];
  });
  return tally.counts;
}

void Tallies::count(const Pod& pod, std::size_t row, std::int32_t by, const NamespaceLabels& namespaces) {
  const auto add = [&](const Bucket& bucket) {
    for (Tally* tally : bucket) {
      if (row < tally->counts.size() && tally->rule.matches(pod, namespaces)) tally->counts[row] += by;
    }
  };
  add(general_);
  for (const auto& [key, value] : pod.metadata.labels) {
    const auto found = by_label_.find(hash_of_label(key, value));
    if (found != by_label_.end()) add(found->second);
  }
}

Tallies::Tally& Tallies::entry_of(const PodRule& rule) {
  const std::size_t hash = hash_of(rule);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    if (at->second->rule == rule) return *at->second;
  }
  return make(rule, hash);
}

Tallies::Tally& Tallies::make(const PodRule& rule, std::size_t hash) {
  if (tallies_.size() == kMaxRules) forget_least_used();
  Tally& tally = *tallies_.emplace_back(std::make_unique<Tally>());
  tally.rule = rule;
  by_hash_.emplace(hash, &tally);
  bucket_of(rule).push_back(&tally);
  return tally;
}

void Tallies::forget_least_used() {
  const auto oldest = std::min_element(tallies_.begin(), tallies_.end(),
                                       [](const auto& a, const auto& b) { return a->used < b->used; });
  Tally* tally = oldest->get();
  std::erase(bucket_of(tally->rule), tally);
  const auto [first, last] = by_hash_.equal_range(hash_of(tally->rule));
  by_hash_.erase(std::find_if(first, last, [&](const auto& entry) { return entry.second == tally; }));
  tallies_.erase(oldest);
}

Tallies::Bucket& Tallies::bucket_of(const PodRule& rule) {
  for (const PodTerm& term : rule.all_of) {
    const Labels& labels = term.selector.value().match_labels;
    if (!labels.empty()) return by_label_[hash_of_label(labels.begin()->first, labels.begin()->second)];
  }
  return general_;
}

}  // namespace podium
