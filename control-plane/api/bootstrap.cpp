// What every cluster has from its first moment.
#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/objects/kinds/service_account.h"
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

}  // namespace

void ApiServer::bootstrap() {
  const auto make = [this](Ref<Object> object) {
    ApiRequest request;
    request.verb = Verb::kCreate;
    request.kind = &object->kind();
    request.object = std::move(object);
    handle(request);  // AlreadyExists after a restart is as good
  };
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
}

}  // namespace podium
