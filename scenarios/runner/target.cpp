#include "scenarios/runner/target.h"

namespace podium::scenario {
namespace {

std::vector<Ref<const Pod>> bound_pods(const Cluster& cluster, const PodChoice& choice, bool deleting) {
  std::vector<Ref<const Pod>> pods;
  cluster.each(Pod::info(), choice.namespace_, [&](const ObjectRef& object) {
    const Ref<const Pod> pod = as<Pod>(object);
    if (choice.includes(*pod) && pod->metadata.deleting() == deleting && !pod->spec->node_name.empty())
      pods.push_back(pod);
  });
  return pods;
}

}  // namespace

NodeTarget NodeTarget::read(const Section& section) {
  NodeTarget target;
  if (section.has("node-of")) {
    target.of_ = PodChoice::read(section, "node-of");
    target.text_ = "the node of " + target.of_->text;
  } else {
    target.name_ = section.text("node");
    target.text_ = target.name_ == "random" ? "a random node" : target.name_;
  }
  return target;
}

Result<std::string> NodeTarget::find(const Cluster& cluster, Random& random) const {
  if (of_) {
    auto pods = bound_pods(cluster, *of_, false);
    if (pods.empty()) pods = bound_pods(cluster, *of_, true);
    if (pods.empty()) return Error{ErrorCode::kNotFound, "no pod of " + of_->text + " is bound to a node"};
    return pods.front()->spec->node_name.str();
  }
  if (name_ != "random") return name_;
  const std::vector<std::string> nodes = cluster.node_names();
  if (nodes.empty()) return Error{ErrorCode::kNotFound, "the cluster has no worker nodes"};
  return nodes[random.below(nodes.size())];
}

std::vector<std::string> NodeTarget::names() const {
  if (name_.empty() || name_ == "random") return {};
  return {name_};
}

PodTarget PodTarget::read(const Section& section) {
  PodTarget target;
  if (section.has("pod")) {
    target.name_ = section.key("pod");
    target.text_ = "pod " + target.name_.name.str();
    return target;
  }
  target.of_ = PodChoice::read(section, "pods");
  target.random_ = section.one_of("pick", {"first", "random"}, "first") == "random";
  target.text_ = "a pod of " + target.of_->text;
  return target;
}

Result<Ref<const Pod>> PodTarget::find(const Cluster& cluster, Random& random) const {
  if (!of_) {
    const auto pod = cluster.find<Pod>(name_);
    if (!pod)
      return Error{ErrorCode::kNotFound,
                   "there is no pod " + name_.namespace_.str() + "/" + name_.name.str()};
    return pod;
  }
  const auto pods = bound_pods(cluster, *of_, false);
  if (pods.empty()) return Error{ErrorCode::kNotFound, "there is no running pod of " + of_->text};
  return pods[random_ ? random.below(pods.size()) : 0];
}

}  // namespace podium::scenario
