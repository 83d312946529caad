// How large clusters cost: the time and memory from an empty cluster to all pods Running, an idle hour,
// and an hour in which a node fails every minute. Prints a table, and what limits each.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/cluster/cluster.h"

namespace {

using namespace podium;

constexpr int kReplicas = 500;  // of each Deployment

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

Ref<Object> deployment(int number, int replicas) {
  auto d = make_ref<Deployment>();
  const std::string name = "app-" + std::to_string(number);
  d->metadata.name = name;
  DeploymentSpec& spec = d->spec.edit();
  spec.replicas = replicas;
  spec.selector.edit().match_labels = {{"app", name}};
  PodTemplateSpec& pods = spec.template_.edit();
  pods.metadata.edit().labels = {{"app", name}};
  Container container;
  container.name = "main";
  container.image = "app:1";
  container.resources.requests = {{"cpu", Quantity::milli(100)}, {"memory", Quantity::bytes(100 << 20)}};
  pods.spec.edit().containers = {container};
  return d;
}

// Deployments' own counts: cheaper to ask than every pod.
int ready(const ClusterView& view) {
  int ready = 0;
  view.each(Deployment::info(), {}, [&](const ObjectRef& object) {
    ready += static_cast<const Deployment&>(*object).status.value().ready_replicas;
  });
  return ready;
}

ClusterOptions options_for(int nodes) {
  ClusterOptions options;
  NodeConfig node;
  node.cpu_milli = 32'000;
  node.memory = 128LL << 30;
  options.nodes = workers(nodes, node);
  options.proxies = false;  // no traffic here
  options.keep_events = 1'000'000;
  // As with the real control plane that this is held against: clients are not throttled.
  options.scheduler.client.qps = options.kubelet.client.qps = options.controllers.qps = 0;
  options.scheduler.attempt = options.scheduler.attempt_per_1000_nodes = Duration{0};
  return options;
}

struct Phase {
  double cpu = 0, virtual_seconds = 0;
  std::uint64_t events = 0;
};

template <class Act>
Phase measured(Cluster& cluster, Act act) {
  const double cpu = cpu_seconds();
  const TimePoint start = cluster.now();
  const std::uint64_t events = cluster.engine().executed();
  act();
  return {cpu_seconds() - cpu, seconds(cluster.now() - start), cluster.engine().executed() - events};
}

void print(const char* what, const Phase& phase, const std::string& more) {
  std::printf("  %-34s %8.2f s cpu  %9.1f virtual s  %11llu events  %6.0f ns/event%s\n", what, phase.cpu,
              phase.virtual_seconds, static_cast<unsigned long long>(phase.events),
              phase.cpu / static_cast<double>(phase.events) * 1e9, more.c_str());
  std::fflush(stdout);
}

void run(int nodes, int pods, bool failures) {
  std::printf("%d nodes, %d pods\n", nodes, pods);
  Cluster cluster(options_for(nodes));
  const Phase boot = measured(cluster, [&] { cluster.run_for(30s); });
  print("nodes register", boot, "");
  const double before = peak_memory();
  bool all = false;
  const Phase fill = measured(cluster, [&] {
    for (int left = pods, number = 0; left > 0; left -= kReplicas) {
      cluster.apply({deployment(number++, std::min(left, kReplicas))});
    }
    for (int i = 0; i < 600 && !all; ++i) {
      cluster.run_for(1s);
      all = ready(cluster) == pods;
    }
  });
  const double bytes = (peak_memory() - before) / pods;
  print(all ? "empty to all Ready" : "NOT all Ready", fill,
        "  " + std::to_string(static_cast<int>(fill.cpu / pods * 1e6)) + " us a pod, " +
            std::to_string(static_cast<int>(bytes)) + " bytes a pod");
  const Phase idle = measured(cluster, [&] { cluster.run_for(1h); });
  print("an idle hour", idle, "  " + std::to_string(static_cast<int>(3600 / idle.cpu)) + " times real time");
  if (!failures) return;
  Random random(7);
  const std::vector<std::string> names = cluster.node_names();
  const Phase failing = measured(cluster, [&] {
    for (int minute = 0; minute < 60; ++minute) {
      const std::string node = names[random.below(names.size())];
      if (!cluster.chaos().power_off(node).ok()) continue;
      cluster.engine().run_after(10min, [&cluster, node] { (void)cluster.chaos().power_on(node).ok(); });
      cluster.run_for(1min);
    }
  });
  print("an hour, a node fails each minute", failing,
        "  " + std::to_string(static_cast<int>(3600 / failing.cpu)) + " times real time");
  std::printf("  peak memory %.0f MB\n", peak_memory() / 1e6);
}

}  // namespace

// podium_scale [NODES PODS]...
int main(int argc, char** argv) {
  if (argc == 1) {
    run(100, 3'000, true);
    run(1'000, 30'000, true);
    run(5'000, 150'000, true);
  }
  for (int i = 1; i + 1 < argc; i += 2) run(std::atoi(argv[i]), std::atoi(argv[i + 1]), true);
}
