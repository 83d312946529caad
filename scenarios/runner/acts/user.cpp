// What a user does with kubectl: delete-pod, scale, set-image, undo.
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "scenarios/runner/act.h"
#include "scenarios/runner/target.h"

namespace podium::scenario {
namespace {

Status as_status(const ApiStatus& status) {
  if (status.ok()) return {};
  return Error{ErrorCode::kRefused, status.message};
}

// Changes a stored Deployment and writes it back as the user.
template <class Change>
Status change_deployment(Cluster& cluster, const Key& key, const std::string& told, Change change) {
  const auto present = cluster.find<Deployment>(key);
  if (!present)
    return Error{ErrorCode::kNotFound,
                 "there is no deployment " + key.namespace_.str() + "/" + key.name.str()};
  Ref<Deployment> fresh = copy(*present);
  Status changed = change(*fresh);
  if (!changed.ok()) return changed;
  ApiRequest request;
  request.verb = podium::Verb::kUpdate;
  request.kind = &Deployment::info();
  request.key = key;
  request.object = fresh;
  return as_status(cluster.request(std::move(request), told).status);
}

class DeletePod final : public Act {
 public:
  explicit DeletePod(const Section& s) : target_(PodTarget::read(s)) {
    if (s.has("grace")) grace_ = s.duration("grace");
  }
  std::string told() const override { return "delete " + target_.text(); }
  Status begin(Cluster& cluster, Random& random) override {
    Result<Ref<const Pod>> pod = target_.find(cluster, random);
    if (!pod) return pod.error();
    ApiRequest request;
    request.verb = podium::Verb::kDelete;
    request.kind = &Pod::info();
    request.key = key_of(*pod.value());
    if (grace_) request.remove.grace_period_seconds = grace_->count() / 1'000'000'000;
    return as_status(cluster.request(std::move(request), "delete").status);
  }

 private:
  PodTarget target_;
  std::optional<Duration> grace_;
};

class Scale final : public Act {
 public:
  explicit Scale(const Section& s)
      : key_(s.key("deployment")), replicas_(static_cast<std::int32_t>(s.integer("replicas"))) {}
  std::string told() const override {
    return "scale " + key_.name.str() + " to " + std::to_string(replicas_);
  }
  Status begin(Cluster& cluster, Random&) override {
    return change_deployment(cluster, key_, told(), [this](Deployment& d) -> Status {
      d.spec.edit().replicas = replicas_;
      return {};
    });
  }

 private:
  Key key_;
  std::int32_t replicas_;
};

class SetImage final : public Act {
 public:
  explicit SetImage(const Section& s)
      : key_(s.key("deployment")), container_(s.text("container", "")), image_(s.text("image")) {}
  std::string told() const override { return "set the image of " + key_.name.str() + " to " + image_; }
  Status begin(Cluster& cluster, Random&) override {
    return change_deployment(cluster, key_, told(), [this](Deployment& d) -> Status {
      PodSpec& spec = d.spec.edit().template_.edit().spec.edit();
      bool found = false;
      for (std::size_t i = 0; i < spec.containers.size(); ++i) {
        if (!container_.empty() && !(spec.containers[i].name == container_)) continue;
        spec.containers.edit()[i].image = image_;
        found = true;
      }
      if (found) return {};
      return Error{ErrorCode::kNotFound, "no container " + container_ + " in deployment " + key_.name.str()};
    });
  }

 private:
  Key key_;
  std::string container_, image_;
};

// As `kubectl rollout undo`: the template of the revision before.
class Undo final : public Act {
 public:
  explicit Undo(const Section& s) : key_(s.key("deployment")) {}
  std::string told() const override { return "undo the rollout of " + key_.name.str(); }
  Status begin(Cluster& cluster, Random&) override {
    const Ref<const ReplicaSet> before = previous(cluster);
    if (!before)
      return Error{ErrorCode::kNotFound, "deployment " + key_.name.str() + " has no revision to go back to"};
    return change_deployment(cluster, key_, told(), [&](Deployment& d) -> Status {
      PodTemplateSpec old = *before->spec->template_;
      old.metadata.edit().labels.erase("pod-template-hash");
      d.spec.edit().template_ = std::move(old);
      return {};
    });
  }

 private:
  static long revision(const ReplicaSet& set) {
    const Text* text = set.metadata.annotations.find("deployment.kubernetes.io/revision");
    return text == nullptr ? 0 : std::strtol(text->c_str(), nullptr, 10);
  }

  Ref<const ReplicaSet> previous(const Cluster& cluster) const {
    Ref<const ReplicaSet> newest, second;
    cluster.each(ReplicaSet::info(), key_.namespace_, [&](const ObjectRef& object) {
      const Ref<const ReplicaSet> set = as<ReplicaSet>(object);
      const OwnerReference* owner = set->metadata.controller();
      if (owner == nullptr || !(owner->name == key_.name)) return;
      if (!newest || revision(*set) > revision(*newest))
        second = std::exchange(newest, set);
      else if (!second || revision(*set) > revision(*second))
        second = set;
    });
    return second;
  }

  Key key_;
};

template <class A>
std::unique_ptr<Act> read(const Section& s) {
  return std::make_unique<A>(s);
}

}  // namespace

std::vector<Verb> user_act() {
  return {{"delete-pod", &read<DeletePod>},
          {"scale", &read<Scale>},
          {"set-image", &read<SetImage>},
          {"undo", &read<Undo>}};
}

}  // namespace podium::scenario
