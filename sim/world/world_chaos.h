// Chaos in the simulated world. Each verb records a fault in the chronicle, which is then the cause of
// all that follows from it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runtime/env/chaos.h"
#include "runtime/env/chronicle.h"

namespace podium::sim {

class World;
struct Host;

// What the world does not know how to do itself: its wiring does. Not set: kUnsupported.
struct ChaosHooks {
  std::function<Status(const std::string&machine)> stop_kubelet, start_kubelet;
  std::function<Status()> stop_api_server, start_api_server;
  std::function<Status(const std::string&machine, const std::string&program)> stop_program, start_program;
};

class WorldChaos final : public Chaos {
 public:
  WorldChaos(World& world, Executor& executor, Chronicle& chronicle)
      : world_(world), executor_(executor), chronicle_(chronicle) {}

  void set_hooks(ChaosHooks hooks) { hooks_ = std::move(hooks); }

  Status power_off(const std::string& machine) override;
  Status power_on(const std::string& machine) override;
  Status pause_machine(const std::string& machine) override;
  Status resume_machine(const std::string& machine) override;
  Status stop_kubelet(const std::string& machine) override;
  Status start_kubelet(const std::string& machine) override;
  Status kill_container(const std::string& machine, const std::string& container_id, int exit_code) override;
  Status cut_link(const std::string& from, const std::string& to, bool one_way) override;
  Status mend_link(const std::string& from, const std::string& to) override;
  Status slow_link(const std::string& from, const std::string& to, Slowness slowness, bool one_way) override;
  Status stop_api_server() override;
  Status start_api_server() override;
  Status stop_program(const std::string& machine, const std::string& program) override;
  Status start_program(const std::string& machine, const std::string& program) override;
  Status stop_registry() override;
  Status start_registry() override;

 private:
  Result<Host*> host(const std::string& machine);
  Status known_link(const std::string& from, const std::string& to);
  void fault(std::string_view subject, std::string_view text);

  World& world_;
  Executor& executor_;
  Chronicle& chronicle_;
  ChaosHooks hooks_;
};

}  // namespace podium::sim
