// The API server as clients meet it, over HTTP on the loopback: large lists, creates, and how long a get
// takes meanwhile.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "control-plane/objects/kinds/pod.h"
#include "scenarios/live/live_server.h"
#include "tests/bench/keep_alive_client.h"

namespace podium::bench {
namespace {

constexpr const char* kTable = "application/json;as=Table;v=v1;g=meta.k8s.io";
constexpr const char* kPods = "/api/v1/namespaces/default/pods";

std::string pod_text(const std::string& name) {
  return R"({"metadata":{"name":")" + name +
         R"(","labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"web:1",)"
         R"("resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}]}})";
}

// A served cluster without nodes: nothing happens in it but what clients ask for.
class Served {
 public:
  Served() : cluster_(options()), live_(std::move(live::LiveServer::listen(cluster_, {})).value()) {
    thread_ = std::thread([this] {
      while (!over_) live_->turn(10ms);
    });
  }
  ~Served() {
    over_ = true;
    thread_.join();
  }
  std::string url() const { return live_->url(); }

  // REQUIRES: `name` counts on across calls.
  void create(KeepAliveClient& client, std::int64_t first, std::int64_t count) const {
    for (std::int64_t i = first; i < first + count; ++i)
      client.post(url() + kPods, pod_text("web-" + std::to_string(i)));
  }

 private:
  static ClusterOptions options() {
    ClusterOptions options;
    options.nodes.clear();
    options.control_plane_node = false;
    return options;
  }

  Cluster cluster_;
  std::unique_ptr<live::LiveServer> live_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

// Asked for, of 10,000 pods: 150 ms as JSON, 100 ms as a Table.
void list_over_http(benchmark::State& state, const char* accept) {
  const Served served;
  KeepAliveClient client;
  served.create(client, 0, state.range(0));
  std::size_t bytes = 0;
  for (auto _ : state) bytes = client.get(served.url() + kPods, accept).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(list_over_http, json, "application/json")
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(list_over_http, table, kTable)->Arg(10'000)->Unit(benchmark::kMillisecond)->UseRealTime();

// So many clients that create pods one after the other. Asked for: 2,000 a second by eight, while the slowest
// of a hundred gets takes less than 10 ms.
void creates_over_http(benchmark::State& state) {
  const Served served;
  constexpr std::int64_t kEach = 250;
  std::vector<double> gets;
  std::int64_t round = 0;
  for (auto _ : state) {
    std::atomic<std::int64_t> running = state.range(0);
    std::vector<std::thread> clients;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      clients.emplace_back([&, first = (round * state.range(0) + i) * kEach] {
        KeepAliveClient client;
        served.create(client, first, kEach);
        --running;
      });
    }
    KeepAliveClient reader;
    while (running > 0) {
      const auto begin = std::chrono::steady_clock::now();
      reader.get(served.url() + "/api/v1/namespaces/default", "application/json");
      gets.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
      std::this_thread::sleep_for(1ms);
    }
    for (std::thread& client : clients) client.join();
    ++round;
  }
  std::sort(gets.begin(), gets.end());
  state.counters["get_p99_ms"] = gets.empty() ? 0 : gets[gets.size() * 99 / 100];
  state.SetItemsProcessed(state.iterations() * state.range(0) * kEach);
}
BENCHMARK(creates_over_http)->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace podium::bench
