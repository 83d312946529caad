// The API server in process: what a watch costs those it is not for, creates a second, and the memory of a
// pod whose template is known.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/objects/kinds/pod.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"

namespace podium::bench {
namespace {

Ref<Pod> pod_of(const Box<PodSpec>& spec, const std::string& name) {
  auto pod = make_ref<Pod>();
  pod->metadata.name = name;
  pod->metadata.namespace_ = "default";
  pod->metadata.labels = {{"app", "web"}};
  pod->spec = spec;
  return pod;
}

Box<PodSpec> spec_on(const std::string& node) {
  Box<PodSpec> spec;
  Container container;
  container.name = "main";
  container.image = "web:1";
  container.resources.requests = {{"cpu", Quantity::milli(100)}, {"memory", Quantity::bytes(64 << 20)}};
  spec.edit().containers = {container};
  spec.edit().node_name = node;
  return spec;
}

// An API server with nothing behind it.
struct Server {
  Server() { server.bootstrap(); }

  ApiResponse create(Ref<Object> object) {
    ApiRequest request;
    request.verb = Verb::kCreate;
    request.kind = &object->kind();
    request.object = std::move(object);
    return server.handle(request);
  }

  Engine engine{{}};
  MemoryChronicle chronicle{{.keep_last = 1000}};
  Store store;
  ApiServer server{engine, store, chronicle, engine.random("api")};
};

// A write to a pod of one node, with a watcher for that node and so many others for other nodes each. A
// kubelet costs nothing that is not its own: compare the first time with the last.
void watch_fan_out(benchmark::State& state) {
  Server server;
  std::string wrong;
  std::uint64_t told = 0;
  bool expired = false;
  for (std::int64_t i = 0; i <= state.range(0); ++i) {
    const Selector selector(Pod::info(), {}, {}, {{"spec.nodeName", "node-" + std::to_string(i), true}},
                            wrong);
    server.store.watch(
        Pod::info(), selector, server.store.revision(), [&](const StoreChange&) { ++told; }, expired);
  }
  server.create(pod_of(spec_on("node-0"), "web"));
  for (auto _ : state) {
    auto next = copy(*as<Pod>(server.store.get(Pod::info(), {"default", "web"})));
    next->status.edit().message = "written";
    server.store.update(std::move(next));
  }
  state.counters["told"] = static_cast<double>(told) / static_cast<double>(state.iterations() + 1);
}
BENCHMARK(watch_fan_out)->Arg(0)->Arg(5000);

// Asked for: 5,000 a second.
void creates_in_process(benchmark::State& state) {
  Server server;
  const Box<PodSpec> spec = spec_on({});
  std::int64_t number = 0;
  for (auto _ : state) server.create(pod_of(spec, "web-" + std::to_string(number++)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(creates_in_process)->Unit(benchmark::kMicrosecond);

double allocated() { return static_cast<double>(mallinfo2().uordblks); }

// Asked for: less than 2 KB a pod beside its template. The store's recent past is counted, too.
void memory_of_a_pod(benchmark::State& state) {
  constexpr int kPods = 10'000;
  double bytes = 0;
  for (auto _ : state) {
    Server server;
    Box<PodSpec> spec = spec_on({});
    server.create(pod_of(spec, "first"));
    spec = as<Pod>(server.store.get(Pod::info(), {"default", "first"}))->spec;  // with its defaults
    const double before = allocated();
    for (int i = 0; i < kPods; ++i) server.create(pod_of(spec, "web-" + std::to_string(i)));
    bytes = (allocated() - before) / kPods;
  }
  state.counters["bytes_a_pod"] = bytes;
}
BENCHMARK(memory_of_a_pod)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace podium::bench
