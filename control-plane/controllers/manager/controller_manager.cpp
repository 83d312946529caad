#include "control-plane/controllers/manager/controller_manager.h"

#include <algorithm>

#include "control-plane/custom/catalogue.h"
#include "control-plane/objects/volume_claims.h"

namespace podium {

namespace controllers {

#define X(stem) std::unique_ptr<Controller> stem##_controller(const Settings& settings);
#include "control-plane/controllers/all.inc"
#undef X

namespace {

std::vector<std::unique_ptr<Controller>> all_controllers(const Settings& settings) {
  std::vector<std::unique_ptr<Controller>> all;
#define X(stem) all.push_back(stem##_controller(settings));
#include "control-plane/controllers/all.inc"
#undef X
  return all;
}

}  // namespace
}  // namespace controllers

namespace {

// The service account whose role system:controller:ACCOUNT allows what the controller does.
std::string account_of(std::string_view controller) {
  static constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
      {"endpoint-slice-controller", "endpointslice-controller"},
      {"endpoints-controller", "endpoint-controller"},
      {"garbage-collector-controller", "generic-garbage-collector"},
      {"node-eviction-controller", "node-controller"},
      {"root-ca-certificate-publisher-controller", "root-ca-cert-publisher"},
      {"serviceaccount-controller", "service-account-controller"},
      {"taint-eviction-controller", "node-controller"},
      {"persistentvolume-controller", "persistent-volume-binder"},
      {"persistentvolumeclaim-protection-controller", "pvc-protection-controller"},
      {"persistentvolume-protection-controller", "pv-protection-controller"},
      {"certificatesigningrequest-approving-controller", "certificate-controller"},
      {"certificatesigningrequest-cleaner-controller", "certificate-controller"},
      {"certificatesigningrequest-signing-controller", "certificate-controller"},
      {"daemonset-controller", "daemon-set-controller"},
      {kVolumeDriver, "persistent-volume-binder"},
  };
  for (const auto& [name, account] : kOthers) {
    if (name == controller) return std::string(account);
  }
  return std::string(controller);
}

UserRef user_of(std::string_view controller) {
  return std::make_shared<const User>(account_user("kube-system", account_of(controller)));
}

ClientOptions client_options(const ControllerManagerOptions& options, UserRef user, double qps, int burst) {
  ClientOptions client;
  client.user = std::move(user);
  client.endpoint = options.endpoint;
  client.qps = qps;
  client.burst = burst;
  return client;
}

}  // namespace

struct ControllerManager::State {
  State(Executor& executor, Transport& transport, const std::string& machine, Random random,
        const ControllerManagerOptions& options)
      : watcher(executor, transport, machine, random.fork("watches"),
                client_options(options, options.user, 0, 0)),
        caches(watcher),
        catalogue(options.catalogue) {
    for (std::unique_ptr<controllers::Controller>& controller :
         controllers::all_controllers(options.settings)) {
      const std::string name(controller->name());
      if (std::find(options.disabled.begin(), options.disabled.end(), name) != options.disabled.end())
        continue;
      clients.push_back(
          std::make_unique<Client>(executor, transport, machine, random.fork(name),
                                   client_options(options, user_of(name), options.qps, options.burst)));
      runners.push_back(std::make_unique<controllers::ControllerRunner>(
          std::move(controller), caches, observed, *clients.back(), options.runner));
      connect(*runners.back());
    }
  }

  // Tells a runner of what its controller watches. Own writes count as seen when all have been told.
  void connect(controllers::ControllerRunner& runner) {
    const auto tell = [&runner](const Object* before, const Object* after) { runner.changed(before, after); };
    for (const KindInfo* kind : runner.controller().watches()) caches.listen(*kind, tell);
    for (const controllers::Index* index : runner.controller().indexes()) caches.add_index(*index);
  }

  // What is defined is in the catalogue before anybody is told of the definition.
  void follow_definitions() {
    const KindInfo& definition = *find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    caches.listen(definition, [this](const Object*, const Object*) {
      if (started) add_custom_kinds();
    });
  }

  void add_custom_kinds() {
    for (const custom::Kind& kind : catalogue->kinds()) {
      if (!kind.served || caches.watches(kind)) continue;
      std::vector<controllers::Caches::Listener> listeners;
      for (auto& runner : runners) {
        if (!runner->controller().watches_custom_kinds()) continue;
        listeners.push_back(
            [&runner](const Object* before, const Object* after) { runner->changed(before, after); });
      }
      listeners.push_back(
          [this](const Object* before, const Object* after) { observed.apply(before, after); });
      caches.add_custom(kind, std::move(listeners), [this, &kind] {
        for (auto& runner : runners) runner->kind_added(kind);
      });
    }
  }

  void start() {
    if (catalogue != nullptr) {
      caches.expect_kinds_of(*catalogue);
      follow_definitions();
    }
    for (const KindInfo* kind : all_kinds()) {
      if (!caches.watches(*kind)) continue;
      caches.listen(*kind,
                    [this](const Object* before, const Object* after) { observed.apply(before, after); });
    }
    caches.start([this] {
      for (auto& runner : runners) runner->start();
      started = true;
      if (catalogue != nullptr) add_custom_kinds();
    });
  }

  Client watcher;
  controllers::Caches caches;
  std::shared_ptr<const custom::Catalogue> catalogue;
  bool started = false;
  controllers::Observed observed;
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::unique_ptr<controllers::ControllerRunner>> runners;
};

ControllerManager::ControllerManager(Executor& executor, Transport& transport, std::string machine,
                                     Random random, ControllerManagerOptions options)
    : state_(std::make_unique<State>(executor, transport, machine, random, options)) {}

ControllerManager::~ControllerManager() = default;

void ControllerManager::start() { state_->start(); }

}  // namespace podium
