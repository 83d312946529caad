#include "control-plane/controllers/nodes/zones.h"

namespace podium::controllers {

namespace {

bool is_disrupted(ZoneCount count) { return count.ready == 0 && count.not_ready > 0; }

}  // namespace

ZoneState zone_state(ZoneCount count, const ZoneOptions& options) {
  if (is_disrupted(count)) return ZoneState::kFullDisruption;
  const std::int64_t share =
      static_cast<std::int64_t>(count.not_ready) * options.unhealthy_threshold.denominator;
  const std::int64_t threshold =
      static_cast<std::int64_t>(count.total()) * options.unhealthy_threshold.numerator;
  return count.not_ready > 2 && share >= threshold ? ZoneState::kPartialDisruption : ZoneState::kNormal;
}

Duration eviction_interval(ZoneCount count, const ZoneOptions& options) {
  if (zone_state(count, options) != ZoneState::kPartialDisruption) return options.normal_interval;
  return count.total() > options.large_zone ? options.secondary_interval : kNever;
}

void ZoneBook::apply(const Node* before, const Node* after) {
  if (before != nullptr && after != nullptr && readiness(*before) == readiness(*after) &&
      before->metadata.labels == after->metadata.labels) {
    return;
  }
  if (before != nullptr) add(*before, -1);
  if (after != nullptr) add(*after, 1);
}

void ZoneBook::add(const Node& node, int sign) {
  const auto at = zones_.try_emplace(zone_of(node)).first;
  ZoneCount& count = at->second;
  const bool was = is_disrupted(count);
  (readiness(node) == Readiness::kTrue ? count.ready : count.not_ready) += sign;
  const bool is = is_disrupted(count);
  if (was != is) disrupted_ += is ? 1 : -1;
  if (count.total() == 0) zones_.erase(at);
}

ZoneCount ZoneBook::count(const Text& zone) const {
  const auto found = zones_.find(zone);
  return found == zones_.end() ? ZoneCount{} : found->second;
}

std::vector<Text> ZoneBook::zones() const {
  std::vector<Text> names;
  for (const auto& [name, count] : zones_) names.push_back(name);
  return names;
}

}  // namespace podium::controllers
