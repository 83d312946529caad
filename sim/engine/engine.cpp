#include "sim/engine/engine.h"

#include <utility>

namespace podium {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

EventQueueOptions queue_options(const EngineOptions& options) {
  EventQueueOptions queue{.start = options.start};
  if (options.shuffle_ties) queue.shuffle_ties = Random(options.seed).fork("shuffle-ties").next();
  return queue;
}

// One round of a multiply-and-fold hash.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 32);
}

}  // namespace

Engine::Engine(EngineOptions options)
    : QueueOwner(queue_options(options)), Executor(queue_.moment()), random_(options.seed) {}

TimerId Engine::run_at(TimePoint when, Task task) {
  return queue_.schedule(EventQueue::kRoot, when, std::move(task));
}
bool Engine::cancel(TimerId timer) { return queue_.cancel(timer); }
bool Engine::rearm(TimerId timer, TimePoint when) { return queue_.rearm(timer, when); }

std::unique_ptr<Process> Engine::start_process(std::string name) {
  return std::make_unique<QueueProcess>(queue_, std::move(name));
}

void Engine::mix(std::uint64_t value) { fingerprint_ = mixed(fingerprint_, value); }

bool Engine::step() { return run_some(kForever, 1) == 1; }

std::uint64_t Engine::run_until_idle() { return run_some(kForever, kAll); }

// The loop that everything else is about: runs up to `most` tasks of times up to `last`.
std::uint64_t Engine::run_some(TimePoint last, std::uint64_t most) {
  std::uint64_t count = 0;
  while (count < most) {
    const EventQueue::Due due = queue_.take_due(last);
    if (!due) break;
    ++count;
    ++executed_;
    // An odd multiple keeps time and order apart; one round for both.
    mix(static_cast<std::uint64_t>(nanos(due.time())) + due.order() * 0xd6e8feb86659fd93ULL);
    queue_.run(due);
  }
  return count;
}

std::uint64_t Engine::run_until(TimePoint end) {
  const std::uint64_t count = run_some(end, kAll);
  queue_.advance_to(end);
  return count;
}

}  // namespace podium
