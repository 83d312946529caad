// Requests for metrics by name, whose paths are of a form of their own:
//   /apis/custom.metrics.k8s.io/v1beta2/namespaces/NAMESPACE/pods/{*|NAME}/METRIC, or services
//   /apis/external.metrics.k8s.io/v1beta1/namespaces/NAMESPACE/METRIC
#include <nlohmann/json.hpp>

#include "control-plane/client/named_metrics.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/selectors.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/objects/generic.h"

namespace podium {
namespace {

using nlohmann::json;

// The query that a path asks for; nothing if it is no metric's.
std::optional<MetricQuery> query_of(const ApiPath& path, bool external) {
  MetricQuery query;
  query.external = external;
  query.namespace_ = path.namespace_;
  query.metric = external ? path.plural : path.subresource;
  query.kind = path.plural == "pods" ? "Pod" : path.plural == "services" ? "Service" : "";
  query.name = path.name;
  const bool complete = external ? path.name.empty() : !path.subresource.empty() && !query.kind.empty();
  return complete && !query.namespace_.empty() ? std::optional(query) : std::nullopt;
}

}  // namespace

const KindInfo* metric_kind(const ApiPath& path) {
  for (const KindInfo* kind : {&custom_metric_kind(), &external_metric_kind()}) {
    if (path.group == kind->group && path.version == kind->version) return kind;
  }
  return nullptr;
}

void Gateway::State::metrics(const Exchange& exchange, const KindInfo& kind) const {
  const bool external = &kind == &external_metric_kind();
  std::optional<MetricQuery> query = query_of(exchange.path, external);
  if (!query) return exchange.fail(not_found_at_all());
  if (exchange.request.method != "GET") return exchange.fail(method_not_allowed());
  const std::string wrong = parse_label_selector(exchange.request.parameter("labelSelector"), query->labels);
  if (!wrong.empty()) return exchange.fail(bad_request(wrong));
  ApiRequest request = request_for(exchange, Verb::kList);
  request.kind = &kind;
  request.key = {query->namespace_, {}};
  request.selection = selection_of(*query);
  const ApiResponse found = backend.read(request);
  if (!found.status.ok()) return exchange.fail(found.status);
  json items = json::array();
  for (const ObjectRef& object : found.items)
    items.push_back(static_cast<const Generic&>(*object).body.json());
  const json list = {{"kind", kind.kind.str() + "List"},
                     {"apiVersion", kind.api_version.str()},
                     {"metadata", json::object()},
                     {"items", std::move(items)}};
  exchange.answer({200, {{"Content-Type", "application/json"}}, list.dump() + "\n"});
}

}  // namespace podium
