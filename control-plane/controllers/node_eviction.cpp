// Gives up nodes that are not ready, one after the other: puts the NoExecute taint on them at the
// rate that the state of their zone allows. What the taint does to pods is taint_eviction.cpp's.
#include <set>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/node_lifecycle.h"

namespace podium::controllers {

namespace {

bool has_eviction_taint(const Node& node) {
  return has_taint(node, kNotReadyTaint, "NoExecute") || has_taint(node, kUnreachableTaint, "NoExecute");
}

// A root is a zone.
class NodeEvictionController final : public Controller {
 public:
  explicit NodeEvictionController(NodeLifecycleOptions options) : options_(options), book_(options.zones) {}

  std::string_view name() const override { return "node-eviction-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Node::info()}; }

  void observe(const Snapshot&, const Change& change, TimePoint now, Wake& wake) override {
    const Node *before = as<Node>(change.before), *after = as<Node>(change.after);
    const bool was_disrupted = book_.all_disrupted();
    book_.apply(before, after);
    if (before != nullptr && (after == nullptr || !(zone_of(*before) == zone_of(*after)))) {
      queues_[zone_of(*before)].leave(before->metadata.name);
    }
    if (after != nullptr) line_up(before, *after, now);
    const TimePoint pass = next_tick(now, options_.eviction_pass);
    if (was_disrupted == book_.all_disrupted())
      return wake_zone(zone_of(static_cast<const Node&>(change.latest())), pass, wake);
    for (const Text& zone : book_.zones()) wake_zone(zone, pass, wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const auto found = queues_.find(root.name);
    if (found == queues_.end() || found->second.waiting.empty() || book_.all_disrupted()) return plan;
    const Duration interval = eviction_interval(book_.count(root.name), options_.zones);
    if (interval == kNever) return plan;
    const Queue& queue = found->second;
    const bool full_bucket = queue.last_taint == TimePoint{};
    const TimePoint allowed =
        full_bucket ? turn.now : next_tick(queue.last_taint + interval, options_.eviction_pass);
    if (turn.now < allowed) {
      plan.wake_by(allowed);
      return plan;
    }
    const Ref<const Node> node = snapshot.find<Node>(Key{{}, queue.waiting.begin()->second});
    if (!node) return plan;
    plan.then(update(tainted(
        *node, with_eviction_taint(node->spec.value().taints, eviction_taint(readiness(*node)), turn.now))));
    return plan;
  }

 private:
  // Nodes of a zone that wait for the taint, by when they became not ready.
  struct Queue {
    std::set<std::pair<TimePoint, Text>> waiting;
    std::map<Text, TimePoint> since;
    TimePoint last_taint{};  // when a node last got it: the token bucket, of one token

    void enter(const Text& node, TimePoint now) {
      if (since.try_emplace(node, now).second) waiting.insert({now, node});
    }
    void leave(const Text& node) {
      const auto found = since.find(node);
      if (found == since.end()) return;
      waiting.erase({found->second, node});
      since.erase(found);
    }
  };

  void line_up(const Node* before, const Node& node, TimePoint now) {
    Queue& queue = queues_[zone_of(node)];
    const bool has_it = has_eviction_taint(node);
    if (before != nullptr && has_it && !has_eviction_taint(*before)) queue.last_taint = now;
    if (readiness(node) == Readiness::kTrue || has_it)
      queue.leave(node.metadata.name);
    else
      queue.enter(node.metadata.name, now);
  }

  void wake_zone(const Text& zone, TimePoint pass, Wake& wake) const {
    const auto found = queues_.find(zone);
    if (found != queues_.end() && !found->second.waiting.empty()) wake.at(Key{{}, zone}, pass);
  }

  NodeLifecycleOptions options_;
  ZoneBook book_;
  std::map<Text, Queue> queues_;  // by zone
};

}  // namespace

std::unique_ptr<Controller> node_eviction_controller(const Settings& settings) {
  return std::make_unique<NodeEvictionController>(settings.get<NodeLifecycleOptions>());
}

}  // namespace podium::controllers
