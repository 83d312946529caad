#include "control-plane/gateway/fair_queues.h"

#include <array>
#include <utility>

namespace podium {

namespace {

struct Waiting {
  std::function<void(FairQueues::Seat)> start;
  std::function<void()> refuse;
  TimerId timer = TimerId::kNone;
};

}  // namespace

struct FairQueues::Level {
  int seats = 0, taken = 0;
  std::map<std::string, std::deque<std::shared_ptr<Waiting>>> flows;  // those that wait, by user
  std::string last;                                                   // whose turn it was
};

struct FairQueues::Shared : std::enable_shared_from_this<Shared> {
  Shared(Executor& e, LimitOptions o) : executor(e), options(o) {
    for (std::size_t i = 0; i < kPriorityLevels; ++i)
      levels[i].seats = seats_of(static_cast<PriorityLevel>(i), options.seats);
  }

  Seat take(Level& level) {
    ++level.taken;
    return Seat(this, [self = shared_from_this(), &level](void*) { self->leave(level); });
  }

  void leave(Level& level) {
    --level.taken;
    if (closed || level.flows.empty() || level.taken >= level.seats) return;
    auto next = level.flows.upper_bound(level.last);  // round and round by name
    if (next == level.flows.end()) next = level.flows.begin();
    level.last = next->first;
    const std::shared_ptr<Waiting> first = std::move(next->second.front());
    next->second.pop_front();
    if (next->second.empty()) level.flows.erase(next);
    executor.cancel(first->timer);
    first->start(take(level));
  }

  void wait(Level& level, const std::string& user, std::shared_ptr<Waiting> request) {
    request->timer = executor.run_after(
        options.longest_wait,
        [self = shared_from_this(), &level, user, request] { self->give_up(level, user, request); });
    level.flows[user].push_back(std::move(request));
  }

  void give_up(Level& level, const std::string& user, const std::shared_ptr<Waiting>& request) {
    const auto flow = level.flows.find(user);
    if (flow == level.flows.end() || std::erase(flow->second, request) == 0) return;
    if (flow->second.empty()) level.flows.erase(flow);
    request->refuse();
  }

  Executor& executor;
  const LimitOptions options;
  std::array<Level, kPriorityLevels> levels;
  std::map<std::string, int> streams;  // open ones, by user
  bool closed = false;
};

FairQueues::FairQueues(Executor& executor, LimitOptions options)
    : shared_(std::make_shared<Shared>(executor, options)) {}

// What waits is not answered any more: its connections end with the server.
FairQueues::~FairQueues() {
  shared_->closed = true;
  for (Level& level : shared_->levels) {
    for (auto& [user, flow] : level.flows) {
      for (const auto& request : flow) shared_->executor.cancel(request->timer);
    }
    level.flows.clear();
  }
}

void FairQueues::enter(const AccessRequest& request, std::function<void(Seat)> start,
                       std::function<void()> refuse) {
  const PriorityLevel priority = priority_of(request);
  if (priority == PriorityLevel::kExempt) return start(nullptr);
  Level& level = shared_->levels[static_cast<std::size_t>(priority)];
  if (level.taken < level.seats && level.flows.empty()) return start(shared_->take(level));
  const std::string user = request.user.name.str();
  const auto flow = level.flows.find(user);
  const std::size_t length = flow == level.flows.end() ? 0 : flow->second.size();
  if (!queues(priority) || length >= static_cast<std::size_t>(shared_->options.queue_length)) return refuse();
  shared_->wait(level, user, std::make_shared<Waiting>(Waiting{std::move(start), std::move(refuse)}));
}

FairQueues::Seat FairQueues::open_stream(const User& user) {
  const std::string name = user.name.str();
  int& open = shared_->streams[name];
  if (open >= shared_->options.streams_per_user) return nullptr;
  ++open;
  return Seat(shared_.get(), [shared = shared_, name](void*) {
    const auto found = shared->streams.find(name);
    if (--found->second == 0) shared->streams.erase(found);
  });
}

std::size_t FairQueues::waiting() const {
  std::size_t sum = 0;
  for (const Level& level : shared_->levels) {
    for (const auto& [user, flow] : level.flows) sum += flow.size();
  }
  return sum;
}

}  // namespace podium
