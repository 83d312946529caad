// What a machine remembers of its sandboxes and containers. Kept small: there may be 150,000.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/container_runtime.h"
#include "runtime/env/executor.h"
#include "sim/world/address.h"
#include "sim/world/behaviour.h"
#include "sim/world/service_queue.h"

namespace podium::sim {

// What containers of one template have in common, stored once for all machines.
struct ContainerShape {
  std::string name, image;
  std::vector<int> ports;
  std::int64_t memory_limit = 0;     // bytes; 0: none
  std::int64_t cpu_milli_limit = 0;  // 0: none
  std::vector<std::string> command, args;
  std::vector<std::pair<std::string, std::string>> env;
  std::string working_dir;
  std::vector<std::pair<std::string, std::string>> files;  // mounted
  std::string process_target;  // the container of its sandbox whose processes it sees; empty: its own
  bool interactive = false;
  int oom_score_adj = 0;
  const AppModel* model = nullptr;
  auto operator<=>(const ContainerShape&) const = default;
};

struct SandboxRecord {
  std::uint32_t number = 0;
  Address address = 0;
  bool ready = true;
  bool host_network = false;
  std::uint32_t first_container = 0;  // number; 0: none. The others follow by `next_container`
  std::string uid, name;
  std::unique_ptr<const std::string> hostname;  // null: what follows from the name
};

struct ContainerRecord {
  std::uint32_t number = 0;
  std::int32_t attempt = 0;
  SandboxRecord* sandbox = nullptr;
  const ContainerShape* shape = nullptr;
  ContainerState state = ContainerState::kCreated;
  bool terminating = false;  // has got SIGTERM
  std::int16_t exit_code = 0;
  std::uint32_t next_container = 0;  // the next in its sandbox, in order of creation; 0: none
  std::string_view reason;           // of a table, or of the model
  TimePoint created{}, started{}, finished{};
  TimePoint term_at{};  // when it got SIGTERM
  TimePoint epoch{};    // age = now - epoch: `started`, moved on by pauses
  Drawn drawn;
  Duration exit_after{Duration::max()};  // age of the exit that the model plans
  const Exit* exit = nullptr;
  TimerId fate = TimerId::kNone;        // the exit or OOM kill to come
  std::unique_ptr<ServiceQueue> queue;  // once it served a request

  bool running() const { return state == ContainerState::kRunning; }
  const AppModel& model() const { return *shape->model; }
  bool accepts() const { return running() && (!terminating || model().serves_while_stopping); }
};

}  // namespace podium::sim
