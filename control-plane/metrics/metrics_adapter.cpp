#include "control-plane/metrics/metrics_adapter.h"

#include "control-plane/client/cache.h"
#include "control-plane/client/named_metrics.h"
#include "control-plane/metrics/metric_objects.h"
#include "control-plane/objects/kinds/service.h"

namespace podium {
namespace {

ApiStatus no_metric(const MetricQuery& query) {
  ApiStatus status;
  status.code = 404;
  status.reason = "NotFound";
  const std::string resource = query.kind == "Pod"       ? "pods"
                               : query.kind == "Service" ? "services"
                                                         : query.kind.str();
  status.message = "the server could not find the metric " + query.metric.str() + " for " + resource;
  if (!(query.name == "*")) status.message += " " + query.name.str();
  return status;
}

}  // namespace

struct MetricsAdapter::State {
  State(Executor& e, Transport& t, const std::string& machine, const Random& random, const MetricSource& s,
        ClientOptions options)
      : executor(e),
        source(s),
        client(e, t, machine, random.fork("metrics adapter"), std::move(options)),
        pods(client),
        services(client) {}

  // Calls visit(pod, value) for the measured pods of a namespace whose labels fit.
  template <class F>
  void each_value(const MetricQuery& query, const LabelSelector& labels, F visit) const {
    pods.core().each_in(query.namespace_, [&](const ObjectRef& object) {
      const auto& pod = static_cast<const Pod&>(*object);
      if (!labels.matches(pod.metadata.labels)) return;
      if (const auto value = source.of_pod(query.metric, pod)) visit(pod, *value);
    });
  }

  ApiResponse of_objects(const MetricQuery& query) const;
  ApiResponse of_service(const MetricQuery& query) const;
  ApiResponse of_outside(const MetricQuery& query) const;

  Executor& executor;
  const MetricSource& source;
  Client client;
  Cache<Pod> pods;
  Cache<Service> services;
};

ApiResponse MetricsAdapter::State::of_objects(const MetricQuery& query) const {
  ApiResponse response;
  each_value(query, query.labels, [&](const Pod& pod, std::int64_t value) {
    if (query.name == "*" || query.name == pod.metadata.name)
      response.items.push_back(metric_of(pod, query.metric, value, executor.now()));
  });
  return response;
}

ApiResponse MetricsAdapter::State::of_service(const MetricQuery& query) const {
  ApiResponse response;
  const Ref<const Service> service = services.find({query.namespace_, query.name});
  if (!service) return response;
  std::int64_t sum = 0;
  bool measured = false;
  each_value(query, {service->spec.value().selector, {}}, [&](const Pod&, std::int64_t value) {
    sum += value;
    measured = true;
  });
  if (measured) response.items.push_back(metric_of(*service, query.metric, sum, executor.now()));
  return response;
}

ApiResponse MetricsAdapter::State::of_outside(const MetricQuery& query) const {
  ApiResponse response;
  for (const MetricSource::Outside& each : source.outside(query.metric)) {
    if (query.labels.matches(each.labels))
      response.items.push_back(outside_metric(query.metric, each, executor.now()));
  }
  return response;
}

MetricsAdapter::MetricsAdapter(Executor& executor, Transport& transport, const std::string& machine,
                               const Random& random, const MetricSource& source, ClientOptions client)
    : state_(std::make_unique<State>(executor, transport, machine, random, source, std::move(client))) {}

MetricsAdapter::~MetricsAdapter() = default;

void MetricsAdapter::start() {
  state_->pods.start();
  state_->services.start();
}

ApiResponse MetricsAdapter::read(const ApiRequest& request) const {
  const MetricQuery query = metric_query(request);
  if (query.external) return state_->of_outside(query);
  ApiResponse response;
  // What is measured here has no labels of its own.
  if (!query.labelled)
    response = query.kind == "Service" ? state_->of_service(query) : state_->of_objects(query);
  if (response.items.empty()) response.status = no_metric(query);
  return response;
}

}  // namespace podium
