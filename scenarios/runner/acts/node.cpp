// What a user does with kubectl to nodes: cordon, uncordon, taint, drain.
#include <algorithm>
#include <memory>

#include "control-plane/objects/kinds/node.h"
#include "scenarios/runner/act.h"
#include "scenarios/runner/target.h"

namespace podium::scenario {
namespace {

constexpr Duration kEvictAgain = 5s;  // kubectl's wait after an eviction that a budget refused

// Changes a stored Node and writes it back as the user.
template <class Change>
Status change_node(Cluster& cluster, const std::string& name, const std::string& told, Change change) {
  const auto present = cluster.find<Node>(Key{{}, Text(name)});
  if (!present) return Error{ErrorCode::kNotFound, "there is no node " + name};
  const Ref<Node> fresh = copy(*present);
  change(*fresh);
  ApiRequest request;
  request.verb = podium::Verb::kUpdate;
  request.kind = &Node::info();
  request.key = key_of(*fresh);
  request.object = fresh;
  const ApiStatus status = cluster.request(std::move(request), told).status;
  return status.ok() ? Status() : Error{ErrorCode::kRefused, status.message};
}

Status set_schedulable(Cluster& cluster, const std::string& node, bool schedulable) {
  return change_node(cluster, node, schedulable ? "uncordon" : "cordon",
                     [&](Node& n) { n.spec.edit().unschedulable = !schedulable; });
}

class Cordon : public Act {
 public:
  explicit Cordon(const Section& s) : target_(NodeTarget::read(s)) {}
  std::string told() const override { return "cordon " + target_.text(); }
  Status begin(Cluster& cluster, Random& random) override {
    Result<std::string> node = target_.find(cluster, random);
    if (!node) return node.error();
    node_ = node.value();
    return set_schedulable(cluster, node_, false);
  }
  bool undoable() const override { return true; }
  Status end(Cluster& cluster) override { return set_schedulable(cluster, node_, true); }
  std::vector<std::string> machines() const override { return target_.names(); }

 protected:
  NodeTarget target_;
  std::string node_;  // found
};

class Uncordon final : public Act {
 public:
  explicit Uncordon(const Section& s) : target_(NodeTarget::read(s)) {}
  std::string told() const override { return "uncordon " + target_.text(); }
  Status begin(Cluster& cluster, Random& random) override {
    Result<std::string> node = target_.find(cluster, random);
    return node ? set_schedulable(cluster, node.value(), true) : node.error();
  }
  std::vector<std::string> machines() const override { return target_.names(); }

 private:
  NodeTarget target_;
};

// Cordons the node, and evicts its pods but those of DaemonSets: what a budget refuses, again and again.
class Drain final : public Cordon {
 public:
  explicit Drain(const Section& s) : Cordon(s) {}
  std::string told() const override { return "drain " + target_.text(); }
  Status begin(Cluster& cluster, Random& random) override {
    const Status cordoned = Cordon::begin(cluster, random);
    if (!cordoned.ok()) return cordoned;
    gives_up_ = std::make_shared<bool>(false);
    cluster.each(Pod::info(), {}, [&](const ObjectRef& object) {
      const auto& pod = static_cast<const Pod&>(*object);
      const OwnerReference* owner = pod.metadata.controller();
      const bool stays = owner != nullptr && (owner->kind == "DaemonSet" || owner->kind == "Node");
      if (pod.spec->node_name == node_ && !stays) later(cluster, as<Pod>(object), Duration{0});
    });
    return {};
  }
  Status end(Cluster& cluster) override {
    *gives_up_ = true;
    return Cordon::end(cluster);
  }

 private:
  static constexpr int kTooManyRequests = 429;

  void later(Cluster& cluster, Ref<const Pod> pod, Duration wait) {
    cluster.engine().run_after(wait, [this, &cluster, pod, gives_up = gives_up_] {
      const auto present = cluster.find<Pod>(key_of(*pod));
      if (*gives_up || !present || !(present->metadata.uid == pod->metadata.uid)) return;
      ApiRequest request;
      request.verb = podium::Verb::kCreate;
      request.kind = &Pod::info();
      request.key = key_of(*pod);
      request.subresource = "eviction";
      const ApiStatus status = cluster.request(std::move(request), "evict").status;
      if (status.code == kTooManyRequests) later(cluster, pod, kEvictAgain);
    });
  }

  std::shared_ptr<bool> gives_up_;
};

// `taint: KEY=VALUE:EFFECT`, as kubectl has it, or KEY:EFFECT.
class TaintAct final : public Act {
 public:
  explicit TaintAct(const Section& s) : target_(NodeTarget::read(s)) {
    const std::string text = s.text("taint");
    const std::size_t colon = text.rfind(':'), equals = text.find('=');
    if (colon == std::string::npos) s.expected("taint", "KEY=VALUE:EFFECT");
    taint_.effect = text.substr(colon + 1);
    taint_.key = text.substr(0, std::min(equals, colon));
    if (equals < colon) taint_.value = text.substr(equals + 1, colon - equals - 1);
  }
  std::string told() const override { return "taint " + target_.text() + " " + taint_.key.str(); }
  Status begin(Cluster& cluster, Random& random) override {
    Result<std::string> node = target_.find(cluster, random);
    if (!node) return node.error();
    node_ = node.value();
    return change_node(cluster, node_, "taint", [this](Node& n) { n.spec.edit().taints.push_back(taint_); });
  }
  bool undoable() const override { return true; }
  Status end(Cluster& cluster) override {
    return change_node(cluster, node_, "untaint", [this](Node& n) {
      std::erase_if(n.spec.edit().taints.edit(),
                    [this](const Taint& t) { return t.key == taint_.key && t.effect == taint_.effect; });
    });
  }
  std::vector<std::string> machines() const override { return target_.names(); }

 private:
  NodeTarget target_;
  std::string node_;
  Taint taint_;
};

template <class A>
std::unique_ptr<Act> read(const Section& s) {
  return std::make_unique<A>(s);
}

}  // namespace

std::vector<Verb> node_act() {
  return {{"cordon", &read<Cordon>},
          {"uncordon", &read<Uncordon>},
          {"drain", &read<Drain>},
          {"taint", &read<TaintAct>}};
}

}  // namespace podium::scenario
