// What must hold around a new object, and what the server adds to it before validation.
#include "control-plane/rules/admission.h"

#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/service_account.h"

namespace podium {

ApiStatus ApiServer::State::check_namespace(const Object& object) const {
  if (!object.kind().namespaced) return {};
  const Text& name = object.metadata.namespace_;
  const ObjectRef space = store.get(Namespace::info(), Key{{}, name});
  if (!space) return not_found(Namespace::info(), name);
  if (!space->metadata.deleting()) return {};
  ApiStatus status = forbidden(
      object.kind(), object.metadata.name,
      "unable to create new content in namespace " + name.str() + " because it is being terminated");
  status.causes.push_back(
      {"NamespaceTerminating", "namespace " + name.str() + " is being terminated", "metadata.namespace"});
  return status;
}

// Kubernetes holds such a request for a moment while a young namespace gets its default account. Here
// nobody waits: the account is taken as given for that long.
ApiStatus ApiServer::State::check_account(const Pod& pod) const {
  const Text &space = pod.metadata.namespace_, &account = pod.spec->service_account_name;
  if (store.get(ServiceAccount::info(), Key{space, account})) return {};
  const ObjectRef home = store.get(Namespace::info(), Key{{}, space});
  const TimePoint patience = home->metadata.creation_timestamp + options.default_account_wait;
  if (account == "default" && executor.now() < patience) return {};
  return forbidden(pod.kind(), pod.metadata.name,
                   "error looking up service account " + space.str() + "/" + account.str() +
                       ": serviceaccount \"" + account.str() + "\" not found");
}

// What the pod says counts before what its account says.
bool ApiServer::State::mounts_token(const Pod& pod) const {
  if (pod.spec->automount_service_account_token) return *pod.spec->automount_service_account_token;
  const Text& named = pod.spec->service_account_name;
  const Key account{pod.metadata.namespace_, named.empty() ? Text("default") : named};
  const ObjectRef found = store.get(ServiceAccount::info(), account);
  return !found || static_cast<const ServiceAccount&>(*found).automount_service_account_token.value_or(true);
}

ApiStatus ApiServer::State::admit(Object& object) {
  if (ApiStatus status = check_namespace(object); !status.ok()) return status;
  if (is<Node>(object)) admit_node(static_cast<Node&>(object));
  if (ApiStatus status = admit_by_policies(object); !status.ok()) return status;
  if (!is<Pod>(object)) return {};
  Pod& pod = static_cast<Pod&>(object);
  const bool token = options.token_volumes && mounts_token(pod);
  admit_pod(pod, token, token ? name_suffix() : "");
  return check_account(pod);
}

}  // namespace podium
