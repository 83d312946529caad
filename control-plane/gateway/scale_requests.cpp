// Requests for the scale subresource: of a workload, but in the words of a Scale.
#include <nlohmann/json.hpp>

#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/scale.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/schema/patch.h"

namespace podium {
namespace {

using nlohmann::json;

HttpResponse scale_answer(const json& scale) {
  return {200, {{"Content-Type", "application/json"}}, scale.dump() + "\n"};
}

}  // namespace

void Gateway::State::scale(const ExchangeRef& exchange) {
  const ApiResponse present = backend.read(request_for(*exchange, Verb::kGet));
  if (!present.status.ok()) return exchange->fail(present.status);
  const std::string& method = exchange->request.method;
  json scale = scale_json(*present.object, exchange->accepted.view);
  if (method == "GET") return exchange->answer(scale_answer(scale));
  json body = json::parse(exchange->request.body, nullptr, false);
  if (body.is_discarded()) return exchange->fail(bad_request("the body of the request is not JSON"));
  if (method == "PUT") return write_scale(exchange, *present.object, body);
  const std::optional<Patch> patch = read_patch(exchange->request);
  if (method != "PATCH") return exchange->fail(method_not_allowed());
  if (!patch) return exchange->fail(unsupported_patch());
  scale["metadata"].erase("resourceVersion");  // only the patch may ask for one
  const schema::PatchError wrong = patch->type == Patch::Type::kJson ? schema::apply_json_patch(scale, body)
                                                                     : schema::apply_merge_patch(scale, body);
  if (wrong) return exchange->fail({wrong.code, wrong.reason, wrong.message});
  write_scale(exchange, *present.object, scale);
}

void Gateway::State::write_scale(const ExchangeRef& exchange, const Object& workload, const json& scale) {
  std::string wrong;
  ApiRequest request = request_for(*exchange, Verb::kUpdate);
  request.object = with_scale(workload, exchange->accepted.view, scale, wrong);
  if (!wrong.empty()) return exchange->fail(bad_request(std::move(wrong)));
  backend.write(std::move(request), [exchange](const ApiResponse& response) {
    if (!response.status.ok()) return exchange->fail(response.status);
    exchange->answer(scale_answer(scale_json(*response.object, exchange->accepted.view)));
  });
}

}  // namespace podium
