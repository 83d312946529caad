// A gateway over a real API server, asked as a client of HTTP asks it.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "control-plane/client/node_api.h"
#include "control-plane/gateway/gateway.h"
#include "tests/control-plane/support/answer.h"
#include "tests/control-plane/support/server.h"

namespace podium::testing {

class Backend final : public ApiBackend {
 public:
  explicit Backend(Ground& ground) : ground_(ground) {}
  ApiResponse read(const ApiRequest& request) override { return ground_.server->handle(request); }
  void write(ApiRequest request, std::function<void(const ApiResponse&)> reply) override {
    reply(ground_.server->handle(request));
  }
  std::uint64_t watch(const ApiRequest& request, std::function<void(const WatchEvent&)> on_event,
                      ApiStatus& refused) override {
    return ground_.server->watch(request, std::move(on_event), refused);
  }
  void cancel_watch(std::uint64_t id) override { ground_.server->stop_watch(id); }
  const Access* access() const override { return &ground_.server->access(); }
  std::uint64_t revision() const override { return ground_.store.revision(); }
  std::unique_ptr<Connection> dial_kubelet(const Text& node) override {
    return ground_.world.network().connect("master", kubelet_endpoint(node.view()), ground_.engine);
  }

 private:
  Ground& ground_;
};

struct Front {
  std::shared_ptr<Answer> ask(const std::string& method, const std::string& path,
                              std::vector<std::pair<std::string, std::string>> query = {},
                              const std::string& body = "", const std::string& type = "application/json",
                              const std::string& accept = "") {
    auto answer = std::make_shared<Answer>();
    gateway.handle({method, path, std::move(query), {{"content-type", type}, {"accept", accept}}, body},
                   answer);
    return answer;
  }

  // With these headers: a token, or whom to act for.
  std::shared_ptr<Answer> ask_with(std::vector<std::pair<std::string, std::string>> headers,
                                   const std::string& method, const std::string& path,
                                   const std::string& body = "", HttpPeer peer = {}) {
    auto answer = std::make_shared<Answer>();
    const char* type = method == "PATCH" ? "application/merge-patch+json" : "application/json";
    headers.emplace_back("content-type", type);
    gateway.handle({method, path, {}, std::move(headers), body, std::move(peer)}, answer);
    return answer;
  }

  static GatewayOptions with_catalogue(GatewayOptions options, const Ground& ground) {
    options.catalogue = ground.catalogue;
    return options;
  }

  Ground ground{};
  GatewayOptions options{};
  Backend backend{ground};
  Gateway gateway{ground.engine, backend, ground.engine.random("gateway"), with_catalogue(options, ground)};
};

}  // namespace podium::testing
