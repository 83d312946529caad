// The binding of pods to nodes: once, and for good.
#include "control-plane/objects/kinds/binding.h"

#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {
namespace {

// Why the pod cannot be bound; empty if it can.
std::string obstacle(const Pod& pod) {
  const std::string name = pod.metadata.name.str();
  if (pod.metadata.deleting()) return "pod " + name + " is being deleted, cannot be assigned to a host";
  if (!pod.spec->node_name.empty())
    return "pod " + name + " is already assigned to node \"" + pod.spec->node_name.str() + "\"";
  if (!pod.spec->scheduling_gates.empty()) return "pod " + name + " has non-empty .spec.schedulingGates";
  return "";
}

}  // namespace

ApiResponse ApiServer::State::bind(const ApiRequest& request) {
  const auto& binding = static_cast<const Binding&>(*request.object);
  Key key = request.key;
  if (key.name.empty()) key = key_of(binding);
  const ObjectRef before = store.get(Pod::info(), key);
  if (!before) return fail(not_found(Pod::info(), key.name));
  const Pod& pod = static_cast<const Pod&>(*before);
  if (ApiStatus status = check_uid(pod, binding.metadata.uid); !status.ok()) return fail(std::move(status));
  if (const std::string why = obstacle(pod); !why.empty())
    return fail(conflict("pods/binding", pod.metadata.name, why));
  Ref<Pod> bound = copy(pod);
  bound->spec.edit().node_name = binding.target.name;
  Condition scheduled;
  scheduled.type_ = "PodScheduled";
  scheduled.status = "True";
  set_condition(bound->status.edit().conditions, scheduled, executor.now());
  if (!request.dry_run) {
    record(before.get(), bound.get());
    store.update(std::move(bound));
  }
  return ok(nullptr, 201);
}

}  // namespace podium
