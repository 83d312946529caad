#include "control-plane/scheduler/scheduling_view.h"

#include <algorithm>

namespace podium {
namespace {

auto find_pod(SchedulingView::Pods& pods, const Text& uid) {
  return std::find_if(pods.begin(), pods.end(), [&](const auto& pod) { return pod->metadata.uid == uid; });
}

const SchedulingView::Pods& pods_under(const std::unordered_map<Text, SchedulingView::Pods>& by_node,
                                       const Text& node) {
  static const SchedulingView::Pods none;
  const auto found = by_node.find(node);
  return found == by_node.end() ? none : found->second;
}

}  // namespace

void SchedulingView::set_node(Ref<const Node> node) {
  images_.set_node(*node);
  nodes_.set_node(std::move(node));
}

void SchedulingView::remove_node(const Text& name) {
  images_.remove_node(name);
  nodes_.remove_node(name);
}

void SchedulingView::settle() {
  nodes_.settle();
  if (counted_layout_ == nodes_.layout()) return;
  counted_layout_ = nodes_.layout();
  held_.reset(nodes_.size());
  for (std::size_t row = 0; row < nodes_.size(); ++row) {
    for (const Ref<const Pod>& pod : pods_on(row)) held_.count(*pod, row, +1);
  }
}

void SchedulingView::count(const Pod& pod, const Text& node, int by) {
  const PodRequest request = request_of(pod);
  if (by > 0)
    nodes_.add_pod(node, request);
  else
    nodes_.remove_pod(node, request);
  count_elsewhere(pod, nodes_.find(node), by);
}

// In all that is counted beside the node's own sums.
void SchedulingView::count_elsewhere(const Pod& pod, int row, int by) {
  for (const Key& claim : claims_of(pod)) {
    const auto users = claim_users_.try_emplace(claim, 0).first;
    if ((users->second += by) == 0) claim_users_.erase(users);
  }
  const auto priority = priorities_.try_emplace(pod.spec->priority.value_or(0), 0).first;
  if ((priority->second += by) == 0) priorities_.erase(priority);
  if (row < 0 || counted_layout_ != nodes_.layout()) return;  // counted in at the next settle()
  held_.count(pod, static_cast<std::size_t>(row), by);
  tallies_.count(pod, static_cast<std::size_t>(row), by, namespaces);
}

void SchedulingView::add_pod(Ref<const Pod> pod, const Text& node) {
  count(*pod, node, +1);
  pods_[node].push_back(std::move(pod));
}

bool SchedulingView::remove_pod(const Text& uid, const Text& node) {
  Pods& pods = pods_[node];
  const auto found = find_pod(pods, uid);
  if (found == pods.end()) return false;
  const Ref<const Pod> pod = *found;
  pods.erase(found);
  count(*pod, node, -1);
  return true;
}

bool SchedulingView::update_pod(Ref<const Pod> pod, const Text& node) {
  Pods& pods = pods_[node];
  const auto found = find_pod(pods, pod->metadata.uid);
  if (found == pods.end()) return false;
  const Ref<const Pod> before = std::exchange(*found, pod);
  const bool same_request =
      (before->spec.same_as(pod->spec) && asks_for_what_it_has(*before) && asks_for_what_it_has(*pod)) ||
      request_of(*before) == request_of(*pod);
  if (same_request && before->metadata.labels == pod->metadata.labels &&
      before->metadata.deleting() == pod->metadata.deleting())
    return false;
  count(*before, node, -1);
  count(*pod, node, +1);
  return true;
}

const SchedulingView::Pods& SchedulingView::pods_on(const Text& node) const {
  return pods_under(pods_, node);
}

void SchedulingView::nominate(Ref<const Pod> pod, const Text& node) {
  drop_nomination(pod->metadata.uid);
  nomination_of_[pod->metadata.uid] = node;
  nominated_[node].push_back(std::move(pod));
  ++nominations_;
}

void SchedulingView::drop_nomination(const Text& uid) {
  const auto found = nomination_of_.find(uid);
  if (found == nomination_of_.end()) return;
  Pods& pods = nominated_[found->second];
  pods.erase(find_pod(pods, uid));
  nomination_of_.erase(found);
  --nominations_;
}

const SchedulingView::Pods& SchedulingView::nominated_to(std::size_t row) const {
  return pods_under(nominated_, nodes_.row(row).node->metadata.name);
}

const RowCounts& SchedulingView::tally(const PodRule& rule) const {
  return tallies_.of(rule, nodes_.layout(), nodes_.size(), namespaces, [this](const Tallies::Visit& visit) {
    for (std::size_t row = 0; row < nodes_.size(); ++row) {
      for (const Ref<const Pod>& pod : pods_on(row)) visit(*pod, row);
    }
  });
}

int SchedulingView::users_of(const Key& claim) const {
  const auto found = claim_users_.find(claim);
  return found == claim_users_.end() ? 0 : found->second;
}

bool SchedulingView::any_less_important(std::int64_t priority) const {
  return !priorities_.empty() && priorities_.begin()->first < priority;
}

SchedulingView::Trial::Trial(SchedulingView& view, std::size_t row)
    : view_(view),
      row_(row),
      there_(view.pods_[view.nodes_.row(row).node->metadata.name]),
      version_(view.nodes_.row(row).version),
      before_(there_) {}

SchedulingView::Trial::~Trial() {
  for (const Ref<const Pod>& pod : there_) {
    if (find_pod(before_, pod->metadata.uid) == before_.end()) count(*pod, -1);
  }
  for (const Ref<const Pod>& pod : before_) {
    if (find_pod(there_, pod->metadata.uid) == there_.end()) count(*pod, +1);
  }
  there_ = std::move(before_);
  view_.nodes_.restore_version(row_, version_);
}

void SchedulingView::Trial::count(const Pod& pod, int by) {
  view_.nodes_.count_on(row_, request_of(pod), by);
  view_.count_elsewhere(pod, static_cast<int>(row_), by);
}

void SchedulingView::Trial::take(const Ref<const Pod>& pod) {
  there_.erase(find_pod(there_, pod->metadata.uid));
  count(*pod, -1);
}

void SchedulingView::Trial::put(const Ref<const Pod>& pod) {
  there_.push_back(pod);
  count(*pod, +1);
}

}  // namespace podium
