#include "control-plane/controllers/rollout/arithmetic.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <tuple>

namespace podium::controllers {

namespace {

template <class Of>
int sum(const ReplicaSets& sets, Of of) {
  return std::accumulate(sets.begin(), sets.end(), 0,
                         [&of](int total, const Ref<const ReplicaSet>& rs) { return total + of(*rs); });
}

struct Fences {
  int surge = 0, unavailable = 0;
};

Fences fences(const Deployment& d) {
  const RollingUpdate& update = d.spec.value().strategy.rolling_update.value();
  const int wanted = replicas_of(d);
  Fences f{update.max_surge.value_or(0).scaled(wanted, true).value_or(0),
           update.max_unavailable.value_or(0).scaled(wanted, false).value_or(0)};
  if (f.surge == 0 && f.unavailable == 0) f.unavailable = 1;
  return f;
}

std::optional<int> number(const Labels& annotations, std::string_view key) {
  const Text* text = annotations.find(key);
  if (text == nullptr) return std::nullopt;
  int value = 0;
  const std::string_view view = text->view();
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), value);
  return error == std::errc() && end == view.data() + view.size() ? std::optional(value) : std::nullopt;
}

// By how much `rs` would change if it kept its share of all replicas.
int fraction(const Deployment& d, const ReplicaSet& rs) {
  const int size = replicas_of(rs);
  if (replicas_of(d) == 0) return -size;
  int before = number(rs.metadata.annotations, kMaxReplicas).value_or(0);
  if (before == 0) before = d.status.value().replicas;
  if (before == 0) return 0;
  const double share = static_cast<double>(size) * (replicas_of(d) + max_surge(d)) / before;
  return static_cast<int>(std::lround(share)) - size;
}

// Positions of `sets`, largest first; among equals the newer first when growing, the older when not.
std::vector<std::size_t> by_size(const ReplicaSets& sets, bool growing) {
  std::vector<std::size_t> order(sets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const int size_a = replicas_of(*sets[a]), size_b = replicas_of(*sets[b]);
    if (size_a != size_b) return size_a > size_b;
    const ObjectMeta &left = sets[a]->metadata, &right = sets[b]->metadata;
    const auto age_a = std::tie(left.creation_timestamp, left.name);
    const auto age_b = std::tie(right.creation_timestamp, right.name);
    return growing ? age_b < age_a : age_a < age_b;
  });
  return order;
}

}  // namespace

bool is_rolling(const Deployment& d) { return !(d.spec.value().strategy.type_ == "Recreate"); }

int specified(const ReplicaSets& sets) {
  return sum(sets, [](const ReplicaSet& rs) { return replicas_of(rs); });
}
int counted(const ReplicaSets& sets) {
  return sum(sets, [](const ReplicaSet& rs) { return rs.status.value().replicas; });
}
int available(const ReplicaSets& sets) {
  return sum(sets, [](const ReplicaSet& rs) { return rs.status.value().available_replicas; });
}

ReplicaSets with_replicas(const ReplicaSets& sets) {
  ReplicaSets some;
  for (const Ref<const ReplicaSet>& rs : sets) {
    if (replicas_of(*rs) > 0) some.push_back(rs);
  }
  return some;
}

int max_surge(const Deployment& d) { return is_rolling(d) ? fences(d).surge : 0; }

int max_unavailable(const Deployment& d) {
  if (!is_rolling(d) || replicas_of(d) == 0) return 0;
  return std::min(fences(d).unavailable, replicas_of(d));
}

int newest_size(const Deployment& d, const ReplicaSet& newest, const ReplicaSets& all) {
  const int wanted = replicas_of(d), present = replicas_of(newest);
  if (!is_rolling(d)) return wanted;
  const int room = wanted + max_surge(d) - specified(all);
  return room <= 0 ? present : present + std::min(room, wanted - present);
}

Shrinkage shrink_old(const Deployment& d, const ReplicaSet* newest, const ReplicaSets& old) {
  Shrinkage result;
  for (const Ref<const ReplicaSet>& rs : old) result.final.push_back(replicas_of(*rs));
  result.without_unhealthy = result.final;
  const int newest_replicas = newest != nullptr ? replicas_of(*newest) : 0;
  const int newest_available = newest != nullptr ? newest->status.value().available_replicas : 0;
  const int min_available = replicas_of(d) - max_unavailable(d);
  const int total = specified(old) + newest_replicas;
  int allowed = total - min_available - (newest_replicas - newest_available);
  if (allowed <= 0) return result;
  for (std::size_t i = 0; i < old.size() && allowed > 0; ++i) {
    int& size = result.final[i];
    const int gone = std::min(allowed, std::max(0, size - old[i]->status.value().available_replicas));
    size -= gone;
    allowed -= gone;
  }
  result.without_unhealthy = result.final;
  // A set that was just made smaller may count a pod still that it has given up.
  int spare = newest_available - min_available;
  for (const Ref<const ReplicaSet>& rs : old)
    spare += std::min(replicas_of(*rs), static_cast<int>(rs->status.value().available_replicas));
  for (std::size_t i = 0; i < old.size() && spare > 0; ++i) {
    const int gone = std::min(spare, result.final[i]);
    result.final[i] -= gone;
    spare -= gone;
  }
  return result;
}

Sizes scale_in_proportion(const Deployment& d, const ReplicaSets& sets) {
  Sizes sizes;
  for (const Ref<const ReplicaSet>& rs : sets) sizes.push_back(replicas_of(*rs));
  const int allowed = replicas_of(d) > 0 ? replicas_of(d) + max_surge(d) : 0;
  int left = allowed - specified(sets);
  if (left == 0 || sets.empty()) return sizes;
  const std::vector<std::size_t> order = by_size(sets, left > 0);
  for (const std::size_t i : order) {
    const int share = fraction(d, *sets[i]);
    const int change = left > 0 ? std::min(share, left) : std::max(share, left);
    sizes[i] += change;
    left -= change;
    if (left == 0) break;
  }
  sizes[order.front()] = std::max(0, sizes[order.front()] + left);
  return sizes;
}

}  // namespace podium::controllers
