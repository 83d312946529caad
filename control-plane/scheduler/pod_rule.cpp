#include "control-plane/scheduler/pod_rule.h"

#include <algorithm>

namespace podium {
namespace {

auto position(auto& known, const Text& name) {
  return std::lower_bound(known.begin(), known.end(), name,
                          [](const auto& entry, const Text& n) { return entry.first < n; });
}

void mix(std::size_t& hash, std::string_view text) {
  hash = hash * 1099511628211u + std::hash<std::string_view>()(text);
}

void mix(std::size_t& hash, const Box<LabelSelector>& selector) {
  mix(hash, selector ? "+" : "-");
  for (const auto& [key, value] : selector.value().match_labels) {
    mix(hash, key.view());
    mix(hash, value.view());
  }
  for (const LabelSelectorRequirement& need : selector.value().match_expressions) {
    mix(hash, need.key.view());
    mix(hash, need.operator_.view());
    for (const Text& value : need.values) mix(hash, value.view());
  }
}

}  // namespace

void NamespaceLabels::set(const Text& name, Labels labels) {
  const auto at = position(known_, name);
  ++version_;
  if (at != known_.end() && at->first == name)
    at->second = std::move(labels);
  else
    known_.insert(at, {name, std::move(labels)});
}

void NamespaceLabels::remove(const Text& name) {
  const auto at = position(known_, name);
  if (at == known_.end() || !(at->first == name)) return;
  known_.erase(at);
  ++version_;
}

const Labels& NamespaceLabels::of(const Text& name) const {
  static const Labels none;
  const auto at = position(known_, name);
  return at != known_.end() && at->first == name ? at->second : none;
}

bool PodTerm::matches(const Pod& pod, const NamespaceLabels& labels) const {
  if (!selector) return false;
  const Text& own = pod.metadata.namespace_;
  const bool there = std::find(namespaces.begin(), namespaces.end(), own) != namespaces.end() ||
                     (namespace_selector && namespace_selector->matches(labels.of(own)));
  return there && selector->matches(pod.metadata.labels);
}

PodTerm term_of(const PodAffinityTerm& term, const Text& own_namespace) {
  PodTerm result{term.namespaces, term.namespace_selector, term.label_selector};
  if (result.namespaces.empty() && !result.namespace_selector) result.namespaces = {own_namespace};
  return result;
}

bool PodRule::matches(const Pod& pod, const NamespaceLabels& namespaces) const {
  if (!counts_terminating && pod.metadata.deleting()) return false;
  return std::all_of(all_of.begin(), all_of.end(),
                     [&](const PodTerm& term) { return term.matches(pod, namespaces); });
}

std::size_t hash_of(const PodRule& rule) {
  std::size_t hash = rule.counts_terminating ? 1 : 2;
  for (const PodTerm& term : rule.all_of) {
    for (const Text& name : term.namespaces) mix(hash, name.view());
    mix(hash, term.namespace_selector);
    mix(hash, term.selector);
  }
  return hash;
}

Box<LabelSelector> both(const Box<LabelSelector>& left, const Box<LabelSelector>& right) {
  if (!left || !right) return {};
  if (left->empty()) return right;
  LabelSelector sum = *left;
  for (const auto& [key, value] : right->match_labels) {
    sum.match_expressions.push_back({key, "In", {value}});
  }
  for (const LabelSelectorRequirement& need : right->match_expressions) sum.match_expressions.push_back(need);
  return sum;
}

}  // namespace podium
