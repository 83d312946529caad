// What every cluster has from its first moment.
#include "control-plane/aggregation/api_service.h"
#include "control-plane/api/state.h"
#include "control-plane/authorization/default_roles.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/objects/kinds/service_account.h"
#include "control-plane/objects/volume_claims.h"
#include "control-plane/rules/admission/priority.h"

namespace podium {
namespace {

Ref<Service> kubernetes_service(std::uint32_t first_address) {
  auto service = make_ref<Service>();
  service->metadata.name = "kubernetes";
  service->metadata.namespace_ = "default";
  service->metadata.labels = {{"component", "apiserver"}, {"provider", "kubernetes"}};
  ServicePort port;
  port.name = "https";
  port.port = 443;
  port.target_port = 6443;
  service->spec.edit().ports = {port};
  service->spec.edit().cluster_ip = address_text(first_address + 1);
  return service;
}

// As kind and minikube have one: claims that name no class get volumes of the cluster's own storage.
Ref<StorageClass> standard_storage() {
  auto storage = make_ref<StorageClass>();
  storage->metadata.name = "standard";
  storage->metadata.annotations.set("storageclass.kubernetes.io/is-default-class", "true");
  storage->provisioner = kVolumeDriver;
  storage->reclaim_policy = "Delete";
  storage->volume_binding_mode = "WaitForFirstConsumer";
  return storage;
}

}  // namespace

std::vector<ApiRequest> ApiServer::bootstrap_requests() const {
  std::vector<ApiRequest> requests;
  const auto write = [&](Verb verb, Ref<Object> object) {
    ApiRequest request;
    request.verb = verb;
    request.kind = &object->kind();
    request.key = key_of(*object);
    request.object = std::move(object);
    requests.push_back(std::move(request));
  };
  const auto make = [&](Ref<Object> object) { write(Verb::kCreate, std::move(object)); };
  for (const char* name : {"default", "kube-system", "kube-public", "kube-node-lease"}) {
    auto space = make_ref<Namespace>();
    space->metadata.name = name;
    make(space);
    auto account = make_ref<ServiceAccount>();
    account->metadata.namespace_ = name;
    account->metadata.name = "default";
    make(account);
  }
  for (const Ref<PriorityClass>& priority : system_priority_classes()) make(priority);
  make(kubernetes_service(state_->options.services.first));
  if (state_->options.standard_storage) make(standard_storage());
  const auto make_default = [&](Ref<Object> object) {
    const ObjectRef present = state_->store.get(object->kind(), key_of(*object));
    if (!present) return make(std::move(object));
    if (Ref<Object> whole = completed_default(*object, *present)) write(Verb::kUpdate, std::move(whole));
  };
  std::vector<Ref<Object>> services = aggregation::built_in_services();
  for (const KindInfo* kind : state_->options.answered)
    services.push_back(aggregation::computed_service(kind->group, kind->version));
  for (Ref<Object>& service : services) {
    if (!state_->store.get(service->kind(), key_of(*service))) make(std::move(service));
  }
  const RolesAndBindings defaults = default_roles();
  for (const auto& role : defaults.roles) make_default(role);
  for (const auto& binding : defaults.bindings) make_default(binding);
  for (const auto& role : defaults.namespaced_roles) make_default(role);
  for (const auto& binding : defaults.namespaced_bindings) make_default(binding);
  return requests;
}

void ApiServer::bootstrap() {
  for (const ApiRequest& request : bootstrap_requests()) handle(request);
}

}  // namespace podium
