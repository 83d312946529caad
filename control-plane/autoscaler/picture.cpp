#include "control-plane/autoscaler/picture.h"

namespace podium::autoscaler {
namespace {

Selection not_finished() {
  return {"", {}, {{"status.phase", "Succeeded", false}, {"status.phase", "Failed", false}}};
}

}  // namespace

Picture::Picture(Client& client, const std::string& namespace_)
    : namespace_(namespace_),
      nodes_(client),
      pods_(client, not_finished()),
      daemon_sets_(client),
      configs_(client, {namespace_, {}, {}}),
      feed_(client, view_, [] {}) {}

void Picture::start() {
  nodes_.on_change([this](const Node* before, const Node* after) {
    if (before == nullptr || after == nullptr || !(before->spec == after->spec)) ++changes_;
    if (after == nullptr)
      view_.remove_node(before->metadata.name);
    else
      view_.set_node(Ref<const Node>::share(after));
  });
  pods_.on_change([this](const Pod* before, const Pod* after) { pod_changed(before, after); });
  for (ObjectCache* cache : {&nodes_.core(), &pods_.core(), &daemon_sets_.core(), &configs_.core()})
    cache->start();
  feed_.start([] {});
}

bool Picture::synced() const {
  return nodes_.synced() && pods_.synced() && daemon_sets_.synced() && configs_.synced() && feed_.synced();
}

void Picture::pod_changed(const Pod* before, const Pod* after) {
  const bool same = before != nullptr && after != nullptr && before->metadata.uid == after->metadata.uid;
  if (before != nullptr) {
    const Text& node = before->spec->node_name;
    if (node.empty())
      unscheduled_.erase(key_of(*before));
    else if (!same)
      view_.remove_pod(before->metadata.uid, node);
  }
  if (before == nullptr || after == nullptr || !before->spec.same_as(after->spec)) ++changes_;
  if (after == nullptr) return;
  const Ref<const Pod> pod = Ref<const Pod>::share(after);
  const Text& node = after->spec->node_name;
  if (node.empty()) {
    if (after->metadata.deleting()) return;
    unscheduled_[key_of(*after)] = pod;
    if (on_unscheduled) on_unscheduled(*pod);
  } else if (same && !before->spec->node_name.empty()) {
    view_.update_pod(pod, node);
  } else {
    view_.add_pod(pod, node);
  }
}

std::vector<Ref<const DaemonSet>> Picture::daemon_sets() const {
  std::vector<Ref<const DaemonSet>> all;
  daemon_sets_.each([&](const DaemonSet& set) { all.push_back(Ref<const DaemonSet>::share(&set)); });
  return all;
}

}  // namespace podium::autoscaler
