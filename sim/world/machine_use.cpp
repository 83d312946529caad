#include "sim/world/machine_use.h"

#include <algorithm>
#include <utility>

namespace podium::sim {
namespace {

constexpr Duration kFarAhead = 24h * 365;  // beyond it nobody looks
constexpr int kNeverKilled = -1000;

// A container dies of its own limit before it uses more.
std::int64_t memory_of(const ContainerRecord& container, Duration age) {
  const std::int64_t use = use_at(container.model().memory, age), limit = container.shape->memory_limit;
  return limit > 0 ? std::min(use, limit) : use;
}

std::optional<std::int64_t> most_memory(const ContainerRecord& container) {
  const auto most = most_of(container.model().memory);
  const std::int64_t limit = container.shape->memory_limit;
  if (limit <= 0) return most;
  return most ? std::min(*most, limit) : limit;
}

}  // namespace

MachineUse::MachineUse(Machine& machine, const ImageStore& images, Users& users)
    : machine_(machine), images_(images), users_(users) {}

void MachineUse::Most::count(std::optional<std::int64_t> most, int by) {
  if (most)
    bytes += by * *most;
  else
    boundless += by;
}

MachineStats MachineUse::stats() const {
  const Use use = use_at_time(machine_.os().now());
  const MachineConfig& config = machine_.config();
  return {config.memory, config.memory - use.memory, config.disk, config.disk - use.disk};
}

void MachineUse::watch(const MachineFloor& floor, std::function<void()> scarce) {
  floor_ = floor;
  scarce_ = std::move(scarce);
  if (machine_.power() == Power::kOn) plan();
}

void MachineUse::started(const ContainerRecord& container) {
  count(container, +1);
  plan();
}

void MachineUse::ended(const ContainerRecord& container) {
  count(container, -1);
  plan();
}

void MachineUse::changed() { plan(); }

// The timer died with the operating system.
void MachineUse::power_lost() {
  memory_ = disk_ = {};
  timer_ = TimerId::kNone;
}

void MachineUse::count(const ContainerRecord& container, int by) {
  memory_.count(most_memory(container), by);
  disk_.count(most_of(container.model().disk), by);
}

MachineUse::Use MachineUse::use_at_time(TimePoint when) const {
  Use use{0, images_.bytes()};
  users_.each_running([&](const ContainerRecord& container) {
    use.memory += memory_of(container, when - container.epoch);
    use.disk += use_at(container.model().disk, when - container.epoch);
  });
  return use;
}

bool MachineUse::scarce(const Use& use) const {
  const MachineConfig& config = machine_.config();
  return scarce_ && (use.memory > config.memory - floor_.memory || use.disk > config.disk - floor_.disk);
}

bool MachineUse::exhausted(const Use& use) const { return use.memory > machine_.config().memory; }

// Source of the order: the kernel's oom_badness(), the share of memory in thousandths plus the score.
std::optional<std::uint32_t> MachineUse::victim() const {
  const TimePoint now = machine_.os().now();
  std::optional<std::uint32_t> worst;
  std::int64_t most = 0;
  users_.each_running([&](const ContainerRecord& container) {
    const int score = container.shape->oom_score_adj;
    if (score <= kNeverKilled) return;
    const std::int64_t memory = memory_of(container, now - container.epoch);
    const std::int64_t badness = memory * 1000 / machine_.config().memory + score;
    if (worst && badness <= most) return;
    worst = container.number;
    most = badness;
  });
  return worst;
}

// Use only grows while no container comes or goes, so the first moment of too much is found by halving.
TimePoint MachineUse::next_event() const {
  const auto too_much = [this](TimePoint when) {
    const Use use = use_at_time(when);
    return scarce(use) || exhausted(use);
  };
  TimePoint low = machine_.os().now(), high = low + kFarAhead;
  if (too_much(low)) return low;
  if (!too_much(high)) return kForever;
  while (high - low > Duration{1}) {
    const TimePoint middle = low + (high - low) / 2;
    (too_much(middle) ? high : low) = middle;
  }
  return high;
}

void MachineUse::plan() {
  Process& os = machine_.os();
  os.cancel(std::exchange(timer_, TimerId::kNone));
  const MachineConfig& config = machine_.config();
  const bool memory = memory_.may_exceed(config.memory - (scarce_ ? floor_.memory : 0));
  const bool disk = scarce_ && disk_.may_exceed(config.disk - floor_.disk - images_.bytes());
  if (!memory && !disk) return;
  if (const TimePoint at = next_event(); at != kForever) timer_ = os.run_at(at, [this] { meet(); });
}

// The kernel acts at once; whoever watches is told of what is then left.
void MachineUse::meet() {
  timer_ = TimerId::kNone;
  const Use use = use_at_time(machine_.os().now());
  if (exhausted(use)) {
    if (const auto worst = victim()) return users_.out_of_memory(*worst);  // and its end plans anew
  }
  if (!scarce(use)) return;
  const auto told = std::exchange(scarce_, nullptr);
  plan();
  told();
}

}  // namespace podium::sim
