// What an API server with the embedded store does: creates a second in process, and over HTTP with eight
// clients who each wait for their answer; and how long a get takes under that load.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/objects/kinds/config_map.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "runtime/real/real_executor.h"
#include "scenarios/live/live_server.h"
#include "scenarios/live/storage.h"

namespace podium::bench {
namespace {

namespace beast = boost::beast;
using boost::asio::ip::tcp;

constexpr int kClients = 8;
constexpr int kCreatesAtATime = 2000;

class Folder {
 public:
  Folder() {
    path_ = (std::filesystem::temp_directory_path() / "podium-bench-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  live::StoreSpec store() const { return {.text = "sqlite:" + path_ + "/cluster.db", .etcd_tls = {}}; }

 private:
  std::string path_;
};

Ref<ConfigMap> config_map(std::uint64_t number) {
  auto map = make_ref<ConfigMap>();
  map->metadata.namespace_ = "default";
  map->metadata.name = "m-" + std::to_string(number);
  map->data = {{"k", Text(std::string(500, 'v'))}};
  return map;
}

void durable_creates_in_process(benchmark::State& state) {
  const Folder folder;
  std::ostringstream log;
  auto opened = live::Storage::open(folder.store(), log);
  live::Storage& storage = *opened.value();
  RealExecutor executor;
  MemoryChronicle chronicle({.keep_last = 1000});
  ApiServer server(executor, storage.durability().store(), chronicle, Random(1));
  storage.durability().serve(&server);
  server.bootstrap();
  std::uint64_t number = 0;
  for (auto _ : state) {
    int waiting = kCreatesAtATime;
    for (int i = 0; i < kCreatesAtATime; ++i) {
      ApiRequest request;
      request.verb = Verb::kCreate;
      request.kind = &ConfigMap::info();
      request.object = config_map(++number);
      storage.durability().handle(std::move(request), [&](const ApiResponse& response) {
        if (response.status.code != 201) std::abort();
        storage.durability().release([&] { --waiting; });
      });
    }
    while (waiting > 0) storage.run();
  }
  state.SetItemsProcessed(state.iterations() * kCreatesAtATime);
}
BENCHMARK(durable_creates_in_process)->UseRealTime()->Unit(benchmark::kMillisecond);

// One connection of a client that waits for each answer.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(context_) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    socket_.set_option(tcp::no_delay(true));
  }
  unsigned ask(beast::http::verb verb, const std::string& path, std::string body = {}) {
    beast::http::request<beast::http::string_body> request{verb, path, 11};
    request.set(beast::http::field::host, "127.0.0.1");
    request.set(beast::http::field::content_type, "application/json");
    request.body() = std::move(body);
    request.prepare_payload();
    beast::http::write(socket_, request);
    beast::http::response<beast::http::string_body> response;
    beast::http::read(socket_, buffer_, response);
    return response.result_int();
  }

 private:
  boost::asio::io_context context_;
  tcp::socket socket_;
  beast::flat_buffer buffer_;
};

constexpr const char* kMaps = "/api/v1/namespaces/default/configmaps";

void create_some(std::uint16_t port, int client, int round) {
  Client connection(port);
  for (int i = 0; i < kCreatesAtATime / kClients; ++i) {
    const std::string name = std::to_string(round) + "-" + std::to_string(client) + "-" + std::to_string(i);
    const std::string body =
        R"({"metadata":{"name":")" + name + R"("},"data":{"k":")" + std::string(500, 'v') + "\"}}";
    if (connection.ask(beast::http::verb::post, kMaps, body) != 201) std::abort();
  }
}

// Gets an object every 2 ms, as long as others write; returns how long each took.
std::vector<double> get_meanwhile(std::uint16_t port, const std::atomic<bool>& writing) {
  Client connection(port);
  std::vector<double> milliseconds;
  while (writing) {
    const auto begin = std::chrono::steady_clock::now();
    if (connection.ask(beast::http::verb::get, "/api/v1/namespaces/default") != 200) std::abort();
    const auto took = std::chrono::steady_clock::now() - begin;
    milliseconds.push_back(std::chrono::duration<double, std::milli>(took).count());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return milliseconds;
}

void durable_creates_over_http(benchmark::State& state) {
  const Folder folder;
  std::ostringstream log;
  auto opened = live::Storage::open(folder.store(), log);
  ClusterOptions options;
  options.nodes = {};
  options.durability = &opened.value()->durability();
  Cluster cluster(std::move(options));
  cluster.run_for(1s);
  live::LiveOptions serving;
  serving.storage = opened.value().get();
  auto server = live::LiveServer::listen(cluster, serving);
  const std::string url = server.value()->url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  std::vector<double> gets;
  int round = 0;
  for (auto _ : state) {
    ++round;
    std::atomic<bool> writing = true;
    std::atomic<int> running = kClients;
    std::vector<std::thread> clients;
    for (int client = 0; client < kClients; ++client) {
      clients.emplace_back([&, client] {
        create_some(port, client, round);
        --running;
      });
    }
    std::atomic<bool> reading = true;
    std::thread reader([&] {
      for (const double took : get_meanwhile(port, writing)) gets.push_back(took);
      reading = false;
    });
    while (running > 0 || reading) {
      if (running == 0) writing = false;
      server.value()->turn(1ms);
    }
    for (std::thread& client : clients) client.join();
    reader.join();
  }
  std::sort(gets.begin(), gets.end());
  state.counters["get_p99_ms"] = gets.empty() ? 0 : gets[gets.size() * 99 / 100];
  state.SetItemsProcessed(state.iterations() * kCreatesAtATime);
}
BENCHMARK(durable_creates_over_http)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace podium::bench
