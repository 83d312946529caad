#include "scenarios/cluster/component_status.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/generic.h"

namespace podium {
namespace {

ObjectRef status_of(const ControlPlanePart& part) {
  auto object = make_ref<Generic>(computed_kind("ComponentStatus"));
  object->metadata.name = part.name;
  const std::string address = "127.0.0.1:" + std::to_string(part.port);
  nlohmann::json condition = {{"type", "Healthy"}, {"status", part.running ? "True" : "False"}};
  condition["message"] = part.running ? "ok"
                                      : "Get \"https://" + address + "/healthz\": dial tcp " + address +
                                            ": connect: connection refused";
  nlohmann::json body;
  body["conditions"].push_back(std::move(condition));
  object->body = Tree(std::move(body));
  return object;
}

}  // namespace

ApiResponse component_statuses(const ApiRequest& request, const std::vector<ControlPlanePart>& parts) {
  ApiResponse response;
  for (const ControlPlanePart& part : parts) {
    ObjectRef status = status_of(part);
    if (request.verb == Verb::kList)
      response.items.push_back(std::move(status));
    else if (request.key.name == part.name)
      response.object = std::move(status);
  }
  if (request.verb == Verb::kGet && !response.object) {
    response.status.code = 404;
    response.status.reason = "NotFound";
    response.status.message = "componentstatuses \"" + request.key.name.str() + "\" not found";
    response.status.details_kind = "componentstatuses";
    response.status.details_name = request.key.name.str();
  }
  return response;
}

}  // namespace podium
