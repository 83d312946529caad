// The controller manager: every controller of this folder, with shared caches.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/authorization/users.h"
#include "control-plane/controllers/framework/runner.h"
#include "control-plane/controllers/framework/settings.h"

namespace podium {

namespace custom {
class Catalogue;
}

struct ControllerManagerOptions {
  // What the manager itself does: it watches. Every controller acts as a service account of its own
  // (--use-service-account-credentials).
  UserRef user = component_user("system:kube-controller-manager");
  std::string endpoint = "apiserver";
  // Of each controller's own client, as Kubernetes counts (--kube-api-qps, --kube-api-burst); 0: no limit.
  double qps = 20;
  int burst = 30;
  // The API server's: kinds that are added at run time; null: there are none.
  std::shared_ptr<const custom::Catalogue> catalogue;
  controllers::RunnerOptions runner;
  controllers::Settings settings;     // of single controllers: settings.set(DeploymentOptions{...})
  std::vector<std::string> disabled;  // names: "node-controller"
};

// Needs nothing but an API server at the endpoint. Killing its process stops it; a new one begins from
// what the API server shows.
class ControllerManager {
 public:
  // REQUIRES: destroyed when no task of `executor` will run any more.
  ControllerManager(Executor& executor, Transport& transport, std::string machine, Random random,
                    ControllerManagerOptions options = {});
  ~ControllerManager();
  ControllerManager(const ControllerManager&) = delete;
  ControllerManager& operator=(const ControllerManager&) = delete;

  // Starts watching; controllers begin to act when the first full state has arrived.
  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
