// How much of each zone is broken, counted as nodes change, and how fast nodes may be given up there.
#pragma once

#include <map>
#include <vector>

#include "control-plane/controllers/nodes/conditions.h"
#include "runtime/env/random.h"

namespace podium::controllers {

enum class ZoneState { kNormal, kPartialDisruption, kFullDisruption };

struct ZoneOptions {
  Ratio unhealthy_threshold{55, 100};  // --unhealthy-zone-threshold
  int large_zone = 50;                 // --large-cluster-size-threshold: nodes; larger zones go on slowly
  Duration normal_interval = 10s;      // between two evicted nodes: 1 / --node-eviction-rate (0.1/s)
  Duration secondary_interval = 100s;  // in a large zone that is partly broken: 1 / 0.01/s
};

struct ZoneCount {
  int ready = 0, not_ready = 0;
  int total() const { return ready + not_ready; }
};

// Full: none is ready. Partial: more than two are not, and at least the threshold's share.
ZoneState zone_state(ZoneCount count, const ZoneOptions& options);

// Time between two nodes that may be tainted NoExecute; kNever: none may.
inline constexpr Duration kNever = Duration::max();
Duration eviction_interval(ZoneCount count, const ZoneOptions& options);

class ZoneBook {
 public:
  explicit ZoneBook(ZoneOptions options) : options_(options) {}

  // Follows one change. Either may be null.
  void apply(const Node* before, const Node* after);
  ZoneCount count(const Text& zone) const;
  // Every zone that has nodes is fully disrupted: rather the network than the nodes is to blame, and
  // nothing is evicted at all.
  bool all_disrupted() const { return disrupted_ > 0 && disrupted_ == zones_.size(); }
  std::vector<Text> zones() const;

 private:
  void add(const Node& node, int sign);

  ZoneOptions options_;
  std::map<Text, ZoneCount> zones_;  // with nodes
  std::size_t disrupted_ = 0;
};

}  // namespace podium::controllers
