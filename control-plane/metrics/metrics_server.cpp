#include "control-plane/metrics/metrics_server.h"

#include <algorithm>

#include "control-plane/client/cache.h"
#include "control-plane/metrics/metric_objects.h"
#include "control-plane/metrics/scraper.h"
#include "control-plane/metrics/use_table.h"

namespace podium {
namespace {

ApiStatus no_metrics(const KindInfo& kind, const Text& name) {
  ApiStatus status;
  status.code = 404;
  status.reason = "NotFound";
  status.message = kind.resource() + " \"" + name.str() + "\" not found";
  status.details_group = kind.group;
  status.details_kind = kind.plural;
  status.details_name = name.str();
  return status;
}

bool names(const std::vector<FieldRequirement>& fields, const ObjectMeta& metadata) {
  return std::all_of(fields.begin(), fields.end(), [&](const FieldRequirement& field) {
    const Text& value = field.path == "metadata.namespace" ? metadata.namespace_ : metadata.name;
    return (value == field.value) == field.equal;
  });
}

bool selects(const Selection& selection, const ObjectMeta& metadata) {
  if (!selection.namespace_.empty() && !(selection.namespace_ == metadata.namespace_)) return false;
  return selection.labels.matches(metadata.labels) && names(selection.fields, metadata);
}

}  // namespace

struct MetricsServer::State {
  State(Executor& e, Transport& t, const std::string& machine, const Random& r, MetricsServerOptions o)
      : executor(e),
        random(r.fork("metrics server")),
        options(std::move(o)),
        client(e, t, machine, random.fork("client"), options.client),
        nodes(client),
        pods(client),
        scraper(e, t, machine, options.scrape_timeout,
                [this](const Text& node, const NodeUse& use) { table.take(node, use); }) {}
  ~State() {
    if (tick != TimerId::kNone) executor.cancel(tick);
  }

  void scrape();
  ObjectRef of_node(const Node& node) const;
  ObjectRef of_pod(const Pod& pod) const;
  ObjectRef find(const ApiRequest& request) const;

  Executor& executor;
  Random random;
  const MetricsServerOptions options;
  Client client;
  Cache<Node> nodes;
  Cache<Pod> pods;
  UseTable table;
  Scraper scraper;
  TimerId tick = TimerId::kNone;
};

void MetricsServer::State::scrape() {
  const auto count = static_cast<std::int64_t>(nodes.size());
  const Duration spread = std::min(options.spread_per_node * count, options.longest_spread);
  nodes.each([&](const Node& node) { scraper.ask(node.metadata.name, random.between(Duration{0}, spread)); });
  tick = executor.run_after(options.resolution, [this] { scrape(); });
}

ObjectRef MetricsServer::State::of_node(const Node& node) const {
  const auto scrape = table.node(node.metadata.name);
  return scrape ? metrics_of(node, *scrape) : nullptr;
}

ObjectRef MetricsServer::State::of_pod(const Pod& pod) const {
  const auto scrape = table.pod(pod.spec->node_name, key_of(pod));
  return scrape ? metrics_of(pod, *scrape) : nullptr;
}

ObjectRef MetricsServer::State::find(const ApiRequest& request) const {
  if (request.kind == &node_metrics_kind()) {
    const Ref<const Node> node = nodes.find({{}, request.key.name});
    return node ? of_node(*node) : nullptr;
  }
  const Ref<const Pod> pod = pods.find(request.key);
  return pod ? of_pod(*pod) : nullptr;
}

MetricsServer::MetricsServer(Executor& executor, Transport& transport, std::string machine, Random random,
                             MetricsServerOptions options)
    : state_(std::make_unique<State>(executor, transport, machine, random, std::move(options))) {}

MetricsServer::~MetricsServer() = default;

void MetricsServer::start() {
  State& s = *state_;
  s.nodes.on_change([&s](const Node* before, const Node* after) {
    if (after != nullptr) return;
    s.table.forget(before->metadata.name);
    s.scraper.forget(before->metadata.name);
  });
  s.nodes.start();
  s.pods.start();
  s.scrape();
}

const KindInfo& MetricsServer::node_metrics() { return node_metrics_kind(); }
const KindInfo& MetricsServer::pod_metrics() { return pod_metrics_kind(); }

ApiResponse MetricsServer::read(const ApiRequest& request) const {
  const State& s = *state_;
  ApiResponse response;
  if (request.verb == Verb::kGet) {
    response.object = s.find(request);
    if (!response.object) response.status = no_metrics(*request.kind, request.key.name);
    return response;
  }
  const auto add = [&](ObjectRef metrics) {
    if (metrics) response.items.push_back(std::move(metrics));
  };
  const auto add_pod = [&](const Pod& pod) {
    if (selects(request.selection, pod.metadata)) add(s.of_pod(pod));
  };
  if (request.kind == &node_metrics_kind())
    s.nodes.each([&](const Node& node) {
      if (selects(request.selection, node.metadata)) add(s.of_node(node));
    });
  else if (request.selection.namespace_.empty())
    s.pods.each([&](const Pod& pod) { add_pod(pod); });
  else
    s.pods.core().each_in(request.selection.namespace_,
                          [&](const ObjectRef& object) { add_pod(static_cast<const Pod&>(*object)); });
  return response;
}

}  // namespace podium
