#include "scenarios/swarm/faults.h"

#include "scenarios/cluster/duration.h"

namespace podium::swarm {
namespace {

std::string text(Duration duration) {
  return duration_text(std::chrono::floor<std::chrono::seconds>(duration));
}

class Drawing {
 public:
  Drawing(Random random, const Workloads& workloads, int nodes, Duration until)
      : random_(random), workloads_(workloads), nodes_(nodes), until_(until) {}

  Faults draw() {
    for (const char* fault : {"power-off", "stop-kubelet", "pause"}) maybe_node(fault);
    maybe_link();
    for (const char* outage :
         {"stop-api-server", "stop-registry", "stop-scheduler", "stop-controller-manager"})
      maybe_outage(outage);
    for (const std::string& app : workloads_.apps) maybe_pods(app);
    for (const std::string& deployment : workloads_.deployments) maybe_user(deployment);
    return std::move(faults_);
  }

 private:
  bool picked() { return random_.chance({1, 3}); }
  Duration at() { return random_.between(Duration{0}, until_ / 2); }
  Duration lasting() { return random_.between(5s, until_ / 2); }

  Json recurring(const std::string& verb, Duration lasts) {
    const Duration last = until_ - lasts;
    return {
        {"every", text(random_.between(until_ / 8, until_))}, {"between", "0s.." + text(last)}, {"do", verb}};
  }

  void maybe_node(const std::string& verb) {
    if (!picked()) return;
    const Duration lasts = lasting();
    Json fault = recurring(verb, lasts);
    fault["node"] = "random";
    fault["for"] = text(lasts);
    faults_.random.push_back(std::move(fault));
  }

  void maybe_link() {
    if (!picked()) return;
    const bool cut = random_.chance({1, 2});
    Json fault{{"at", text(at())}, {"do", cut ? "cut-link" : "slow-link"}};
    fault["from"] = "node-" + std::to_string(random_.between(1, nodes_));
    if (random_.chance({1, 2})) fault["to"] = "control-plane";
    if (random_.chance({1, 3})) fault["one-way"] = true;
    if (!cut) fault.update(Json{{"latency", "100ms"}, {"jitter", "50ms"}, {"loss", random_.between(0, 10)}});
    fault["for"] = text(lasting());
    faults_.steps.push_back(std::move(fault));
  }

  void maybe_outage(const std::string& verb) {
    if (!picked()) return;
    faults_.steps.push_back({{"at", text(at())}, {"do", verb}, {"for", text(random_.between(5s, 120s))}});
  }

  void maybe_pods(const std::string& app) {
    for (const char* verb : {"kill-container", "delete-pod"}) {
      if (!picked()) continue;
      Json fault = recurring(verb, Duration{0});
      fault["pods"] = app;
      fault["pick"] = "random";
      faults_.random.push_back(std::move(fault));
    }
  }

  void maybe_user(const std::string& deployment) {
    if (picked())
      faults_.steps.push_back({{"at", text(at())},
                               {"do", "scale"},
                               {"deployment", deployment},
                               {"replicas", random_.between(1, 8)}});
    if (picked())
      faults_.steps.push_back({{"at", text(at())},
                               {"do", "set-image"},
                               {"deployment", deployment},
                               {"image", deployment + ":2"}});
  }

  Random random_;
  const Workloads& workloads_;
  int nodes_;
  Duration until_;
  Faults faults_;
};

}  // namespace

Faults draw_faults(Random random, const Workloads& workloads, int nodes, Duration until) {
  return Drawing(random, workloads, nodes, until).draw();
}

}  // namespace podium::swarm
