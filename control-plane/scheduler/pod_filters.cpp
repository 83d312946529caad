#include "control-plane/scheduler/pod_filters.h"

#include <algorithm>

namespace podium {

PodFilters::PodFilters(const PluginSet& plugins, const PodView& pod, const SchedulingView& view, Which which)
    : plugins_(plugins), pod_(pod), view_(view) {
  for (std::size_t i = 0; i < plugins.filters.size() && !refused_; ++i) {
    const FilterPlugin& plugin = *plugins.filters[i];
    if (which == Which::kAll || plugin.scope() == Scope::kCluster) prepare(i, plugin);
  }
}

void PodFilters::prepare(std::size_t index, const FilterPlugin& plugin) {
  Prepared prepared = plugin.prepare(pod_, view_);
  if (prepared.rejected) {
    refused_ = NodeFailure{static_cast<int>(index), std::move(*prepared.rejected)};
    return;
  }
  if (prepared.skip) {
    skipped_.push_back(plugin.name());
    return;
  }
  if (prepared.nodes) restrict_to(std::move(*prepared.nodes), index);
  active_.push_back({index, &plugin, std::move(prepared)});
}

void PodFilters::restrict_to(std::vector<Text> nodes, std::size_t index) {
  restricting_.push_back(plugins_.filters[index]->name());
  if (only_)
    std::erase_if(nodes, [&](const Text& n) { return !std::binary_search(only_->begin(), only_->end(), n); });
  only_ = std::move(nodes);
  if (!only_->empty()) return;
  NodeFailure failure = not_in_question();
  failure.filter = static_cast<int>(index);
  failure.rejection.reasons.front() += " simultaneously";
  refused_ = std::move(failure);
}

NodeFailure PodFilters::not_in_question() const {
  std::string names;
  for (const std::string_view name : restricting_) names.append(names.empty() ? "" : " ").append(name);
  return {NodeFailure::kNobody, {false, {"node(s) didn't satisfy plugin(s) [" + names + "]"}}};
}

bool PodFilters::in_question(std::size_t row) const {
  return !only_ ||
         std::binary_search(only_->begin(), only_->end(), view_.nodes().row(row).node->metadata.name);
}

Candidate PodFilters::candidate(const Active& active, std::size_t row) const {
  return {pod_, view_, row, active.prepared.state.get()};
}

bool PodFilters::passes(std::size_t row) const {
  return !refused_ && in_question(row) &&
         std::all_of(active_.begin(), active_.end(),
                     [&](const Active& active) { return active.plugin->passes(candidate(active, row)); });
}

bool PodFilters::holds_for_trials() const {
  return std::none_of(active_.begin(), active_.end(),
                      [](const Active& active) { return active.plugin->scope() == Scope::kCluster; });
}

std::optional<NodeFailure> PodFilters::failure(std::size_t row) const {
  if (refused_) return refused_;
  if (!in_question(row)) return not_in_question();
  for (const Active& active : active_) {
    const Candidate asked = candidate(active, row);
    if (!active.plugin->passes(asked))
      return NodeFailure{static_cast<int>(active.index), active.plugin->why(asked)};
  }
  return std::nullopt;
}

std::vector<NodeFailure> PodFilters::all_failures(std::size_t row) const {
  std::vector<NodeFailure> failures;
  if (refused_) return failures;
  for (const Active& active : active_) {
    const Candidate asked = candidate(active, row);
    if (!active.plugin->passes(asked))
      failures.push_back({static_cast<int>(active.index), active.plugin->why(asked)});
  }
  return failures;
}

std::vector<Ref<const Pod>> rivals_of(const PodView& pod, const SchedulingView& view, std::size_t row) {
  std::vector<Ref<const Pod>> rivals;
  for (const Ref<const Pod>& other : view.nominated_to(row)) {
    if (other->spec->priority.value_or(0) >= pod.priority() &&
        !(other->metadata.uid == pod.pod->metadata.uid))
      rivals.push_back(other);
  }
  return rivals;
}

std::optional<NodeFailure> failure_with_nominated(const PluginSet& plugins, const PodView& pod,
                                                  SchedulingView& view, std::size_t row) {
  const auto rivals = rivals_of(pod, view, row);
  if (!rivals.empty()) {
    SchedulingView::Trial trial(view, row);
    for (const Ref<const Pod>& rival : rivals) trial.put(rival);
    if (auto failure = PodFilters(plugins, pod, view).failure(row)) return failure;
  }
  return PodFilters(plugins, pod, view).failure(row);
}

bool fits_with_nominated(const PluginSet& plugins, const PodView& pod, SchedulingView& view, std::size_t row,
                         const PodFilters& prepared) {
  if (prepared.holds_for_trials() && (!view.any_nominated() || rivals_of(pod, view, row).empty()))
    return prepared.passes(row);
  return !failure_with_nominated(plugins, pod, view, row);
}

}  // namespace podium
