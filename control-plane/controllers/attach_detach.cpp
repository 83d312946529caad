// Brings volumes to the nodes of the pods that use them, and takes them away again.
//
// Its roots are volumes of CSI drivers. A volume that one node at a time may have waits until it has left the
// other: at once where the node is known to have let go of it, else after a time.
#include "control-plane/controllers/attach_detach.h"

#include <algorithm>
#include <map>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/nodes/conditions.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/objects/volume_attachment.h"
#include "control-plane/objects/volume_claims.h"

namespace podium::controllers {

namespace {

using Pods = std::vector<Ref<const Pod>>;

const Index kAttachmentsByVolume{&attachment_kind, &volume_at};
const Index kAttachmentsByNode{&attachment_kind, &node_at};

bool is_shared(const PersistentVolume& volume) {
  const List<Text>& modes = volume.spec->access_modes;
  return has_mode(modes, "ReadWriteMany") || has_mode(modes, "ReadOnlyMany");
}

bool may_use(const Pod& pod) { return !pod.spec.value().node_name.empty() && !is_terminal(pod); }

// The pods that the volume's claim is for, by their nodes.
std::map<Text, Pods> users_of(const Snapshot& snapshot, const PersistentVolume& volume) {
  std::map<Text, Pods> users;
  const Box<ObjectReference>& kept = volume.spec->claim_ref;
  if (!kept) return users;
  const Key claim{kept->namespace_, kept->name};
  for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kClaimingPods, claim.namespace_)) {
    if (!may_use(*pod)) continue;
    const std::vector<Key> keys = claims_of(*pod);
    if (std::find(keys.begin(), keys.end(), claim) != keys.end()) users[pod->spec->node_name].push_back(pod);
  }
  return users;
}

std::string names_of(const std::map<Text, Pods>& users, const Text& but_not_on) {
  std::string names;
  for (const auto& [node, pods] : users) {
    if (node == but_not_on) continue;
    for (const Ref<const Pod>& pod : pods) names += (names.empty() ? "" : ", ") + pod->metadata.name.str();
  }
  return names;
}

class AttachDetach final : public Controller {
 public:
  explicit AttachDetach(AttachDetachOptions options) : options_(options) {}

  std::string_view name() const override { return "attachdetach-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Pod::info(), &PersistentVolumeClaim::info(), &PersistentVolume::info(), &Node::info(),
            &attachment_kind()};
  }
  std::vector<const Index*> indexes() const override {
    return {&kClaimingPods, &kAttachmentsByVolume, &kAttachmentsByNode};
  }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    if (change.of(Pod::info())) {
      pod_changed(snapshot, as<Pod>(change.before), as<Pod>(change.after), now, wake);
    } else if (change.of(PersistentVolumeClaim::info())) {
      const Text& volume =
          static_cast<const PersistentVolumeClaim&>(change.latest()).spec.value().volume_name;
      if (!volume.empty()) wake.now(Key{{}, volume});
    } else if (change.of(PersistentVolume::info())) {
      wake.now(key_of(change.latest()));
    } else if (change.of(Node::info())) {
      node_changed(snapshot, as<Node>(change.before), as<Node>(change.after), wake);
    } else {
      const Object& attachment = change.latest();
      if (change.after == nullptr) left_.erase({volume_at(attachment), node_at(attachment)});
      wake.now(Key{{}, volume_at(attachment)});
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const auto volume = snapshot.find<PersistentVolume>(root);
    const std::vector<ObjectRef> present = snapshot.indexed(kAttachmentsByVolume, root.name);
    if (!volume) {
      for (const ObjectRef& attachment : present) plan.then(remove(*attachment));
      return plan;
    }
    if (!needs_attaching(*volume)) return plan;
    const std::map<Text, Pods> users = users_of(snapshot, *volume);
    for (const ObjectRef& attachment : present) {
      const auto using_it = users.find(node_at(*attachment));
      if (using_it == users.end())
        detach(snapshot, *attachment, turn.now, plan);
      else if (!is_attached(*attachment))
        attach(*attachment, using_it->second, root.name, turn.now, plan);
    }
    for (const auto& [node, pods] : users) {
      const auto here = [&node = node](const ObjectRef& attachment) { return node_at(*attachment) == node; };
      if (std::any_of(present.begin(), present.end(), here)) continue;
      if (present.empty() || is_shared(*volume))
        plan.then(create(new_attachment(*volume, node)));
      else
        tell_of_others(*volume, users, node, plan);
      if (!is_shared(*volume)) break;  // one wish at a time
    }
    return plan;
  }

 private:
  void pod_changed(const Snapshot& snapshot, const Pod* before, const Pod* after, TimePoint now, Wake& wake) {
    const bool was = before != nullptr && may_use(*before), is = after != nullptr && may_use(*after);
    if (was == is) return;
    const Pod& pod = is ? *after : *before;
    for (const Key& key : claims_of(pod)) {
      const auto claim = snapshot.find<PersistentVolumeClaim>(key);
      if (!claim || claim->spec.value().volume_name.empty()) continue;
      const Text& volume = claim->spec->volume_name;
      if (was) left_[{volume, pod.spec->node_name}] = now;
      wake.now(Key{{}, volume});
    }
  }

  void node_changed(const Snapshot& snapshot, const Node* before, const Node* after, Wake& wake) {
    if (after == nullptr) return;
    if (before != nullptr && lets_go(*before) == lets_go(*after)) return;
    for (const ObjectRef& attachment : snapshot.indexed(kAttachmentsByNode, after->metadata.name))
      wake.now(Key{{}, volume_at(*attachment)});
  }

  // What no pod uses there any more is not mounted either, or will not be written to.
  static bool lets_go(const Node& node) {
    return readiness(node) == Readiness::kTrue || has_taint(node, kOutOfServiceTaint, "NoExecute");
  }

  void detach(const Snapshot& snapshot, const Object& attachment, TimePoint now, Plan& plan) const {
    const auto node = snapshot.find<Node>(Key{{}, node_at(attachment)});
    const auto left = left_.find({volume_at(attachment), node_at(attachment)});
    const TimePoint due = left == left_.end() ? now : left->second + options_.unmount_timeout;
    if ((node && lets_go(*node)) || due <= now)
      plan.then(remove(attachment));
    else
      plan.wake_by(due);
  }

  void attach(const Object& attachment, const Pods& pods, const Text& volume, TimePoint now,
              Plan& plan) const {
    const TimePoint due = attachment.metadata.creation_timestamp + options_.attach;
    if (now < due) return plan.wake_by(due);
    plan.then(update_status(attached(attachment)));
    for (const Ref<const Pod>& pod : pods) {
      plan.notes.push_back({pod, false, "SuccessfulAttachVolume",
                            "AttachVolume.Attach succeeded for volume \"" + volume.str() + "\" "});
    }
  }

  static void tell_of_others(const PersistentVolume& volume, const std::map<Text, Pods>& users,
                             const Text& node, Plan& plan) {
    const std::string others = names_of(users, node);
    const std::string why =
        others.empty() ? "Volume is already exclusively attached to one node and can't be attached to another"
                       : "Volume is already used by pod(s) " + others;
    for (const Ref<const Pod>& pod : users.at(node)) {
      plan.notes.push_back({pod, true, "FailedAttachVolume",
                            "Multi-Attach error for volume \"" + volume.metadata.name.str() + "\" " + why});
    }
  }

  AttachDetachOptions options_;
  std::map<std::pair<Text, Text>, TimePoint> left_;  // when the last pod left, by volume and node
};

}  // namespace

std::unique_ptr<Controller> attach_detach_controller(const Settings& settings) {
  return std::make_unique<AttachDetach>(settings.get<AttachDetachOptions>());
}

}  // namespace podium::controllers
