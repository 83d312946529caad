#include "control-plane/controllers/framework/runner.h"

#include <algorithm>

#include "control-plane/controllers/framework/outcome.h"

namespace podium::controllers {

// A plan under way.
struct ControllerRunner::Work {
  Plan plan;
  std::size_t step = 0;   // the one being carried out
  std::size_t sent = 0;   // of its actions
  std::size_t batch = 1;  // of a slow start: the size of the next batch
  std::size_t in_flight = 0;
  std::vector<ApiResponse> answers;
  bool failed = false, refuted = false;
  // Objects that this plan has written, for a second write on top of the first.
  std::vector<ObjectRef> written;

  const Step& current() const { return plan.steps[step]; }
  bool skips_current() const { return current().actions.empty() || refuted || (failed && !current().always); }
};

ControllerRunner::ControllerRunner(std::unique_ptr<Controller> controller, Caches& caches, Observed& observed,
                                   Client& client, RunnerOptions options)
    : controller_(std::move(controller)),
      caches_(caches),
      observed_(observed),
      client_(client),
      executor_(client.executor()),
      recorder_(client, std::string(controller_->name())),
      options_(options),
      retries_(options.retries) {}

ControllerRunner::~ControllerRunner() = default;

void ControllerRunner::changed(const Object* before, const Object* after) {
  controller_->observe(caches_, Change{before, after}, executor_.now(), *this);
}

void ControllerRunner::start() {
  started_ = true;
  post_pump();
}

void ControllerRunner::now(const Key& root) { enqueue(item(root)); }

void ControllerRunner::at(const Key& root, TimePoint when) {
  Item& i = item(root);
  if (when <= executor_.now())
    enqueue(i);
  else if (when < i.wake_at)
    set_timer(i, when);
}

void ControllerRunner::tell(Note note) {
  if (note.warning)
    recorder_.warning(*note.about, note.reason, std::move(note.message));
  else
    recorder_.normal(*note.about, note.reason, std::move(note.message));
}

ControllerRunner::Item& ControllerRunner::item(const Key& root) {
  const auto [at, is_new] = items_.try_emplace(root);
  if (is_new) at->second.root = root;
  return at->second;
}

void ControllerRunner::enqueue(Item& item) {
  if (item.state == State::kWorking || item.state == State::kBlocked) item.again = true;
  if (item.state != State::kIdle) return;
  item.state = State::kQueued;
  queue_.push_back(&item);
  post_pump();
}

void ControllerRunner::set_timer(Item& item, TimePoint when) {
  item.wake_at = when;
  if (item.timer != TimerId::kNone && when != kForever) {
    executor_.rearm(item.timer, when);
  } else if (item.timer != TimerId::kNone) {
    executor_.cancel(std::exchange(item.timer, TimerId::kNone));
  } else if (when != kForever) {
    item.timer = executor_.run_at(when, [this, &item] {
      item.timer = TimerId::kNone;
      item.wake_at = kForever;
      enqueue(item);
    });
  }
}

// Work is a task of its own, so that changes which arrive together cost one sync.
void ControllerRunner::post_pump() {
  if (!started_ || pump_posted_ || queue_.empty() || busy_ >= controller_->workers()) return;
  pump_posted_ = true;
  executor_.post([this] {
    pump_posted_ = false;
    pump();
  });
}

void ControllerRunner::pump() {
  while (!queue_.empty() && busy_ < controller_->workers()) {
    Item& next = *queue_.front();
    queue_.pop_front();
    process(next);
  }
}

void ControllerRunner::process(Item& item) {
  item.state = State::kWorking;
  item.again = false;
  ++busy_;
  item.work = std::make_unique<Work>();
  reconcile(item, nullptr);
}

void ControllerRunner::reconcile(Item& item, const std::vector<ApiResponse>* answers) {
  const TimePoint now = executor_.now();
  const bool waiting = item.wake_at != kForever && item.wake_at > now;
  Plan plan = controller_->reconcile(caches_, item.root,
                                     Turn{now, item.failure.get(), waiting, item.memory, answers});
  if (!plan.questions.empty() && answers == nullptr) return ask(item, std::move(plan.questions));
  item.failure.reset();
  carry_out(item, std::move(plan));
}

// Answers come as tasks of their own: none arrives before all are asked.
void ControllerRunner::ask(Item& item, std::vector<Question> questions) {
  item.work->answers.resize(questions.size());
  item.work->in_flight = questions.size();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    auto request = std::make_unique<ApiRequest>();
    request->verb = questions[i].verb;
    request->kind = questions[i].kind;
    request->key = std::move(questions[i].key);
    request->selection = std::move(questions[i].selection);
    client_.call(std::move(request), [this, &item, i](const ApiResponse& response) {
      item.work->answers[i] = response;
      if (--item.work->in_flight > 0) return;
      const std::vector<ApiResponse> answers = std::move(item.work->answers);
      reconcile(item, &answers);
    });
  }
}

void ControllerRunner::carry_out(Item& item, Plan plan) {
  const TimePoint now = executor_.now();
  for (Note& note : plan.notes) tell(std::move(note));
  item.again |= plan.wake_at <= now;
  set_timer(item, plan.wake_at <= now ? kForever : plan.wake_at);
  item.work->plan = std::move(plan);
  next_step(item);
}

void ControllerRunner::next_step(Item& item) {
  Work& work = *item.work;
  while (work.step < work.plan.steps.size() && work.skips_current()) ++work.step;
  if (work.step == work.plan.steps.size()) return finish(item);
  work.sent = 0;
  work.batch = work.current().slow_start ? 1 : work.current().actions.size();
  send_batch(item);
}

void ControllerRunner::send_batch(Item& item) {
  Work& work = *item.work;
  const Step& step = work.current();
  const std::size_t end = std::min(step.actions.size(), work.sent + work.batch);
  work.in_flight = end - work.sent;
  work.batch = std::min(work.batch * 2, step.largest_batch);
  // Answers come as tasks of their own: none arrives before all are sent.
  while (work.sent < end) send(item, step.actions[work.sent++]);
}

void ControllerRunner::send(Item& item, const Action& action) {
  auto request = std::make_unique<ApiRequest>();
  request->verb = action.verb;
  request->kind = action.kind;
  request->key = action.key;
  request->subresource = action.subresource;
  request->object = action.object;
  request->remove = action.remove;
  if (action.verb == Verb::kDeleteCollection) request->selection.namespace_ = action.key.namespace_;
  if (action.verb == Verb::kUpdate) {
    for (const ObjectRef& written : item.work->written) {
      if (&written->kind() != action.kind || !(key_of(*written) == action.key)) continue;
      const Ref<Object> on_top = action.kind->clone(*action.object);
      on_top->metadata.resource_version = written->metadata.resource_version;
      request->object = on_top;
    }
  }
  client_.call(std::move(request),
               [this, &item, &action](const ApiResponse& response) { answered(item, action, response); });
}

void ControllerRunner::answered(Item& item, const Action& action, const ApiResponse& response) {
  Work& work = *item.work;
  const Outcome outcome = outcome_of(action, response);
  const bool failed = outcome == Outcome::kFailed;
  work.failed |= failed;
  work.refuted |= outcome == Outcome::kRefuted;
  if (outcome == Outcome::kDone) await_effect(item, action, response);
  if (failed && !response.status.conflict()) {
    item.failure = std::make_unique<Failure>(Failure{action.verb, action.kind, response.status.message});
  }
  const Telling& telling = failed ? action.failure : action.success;
  if ((failed || outcome == Outcome::kDone) && !telling.reason.empty()) {
    const std::string name = response.object ? response.object->metadata.name.str() : action.key.name.str();
    const std::string detail = failed ? response.status.message : name;
    tell({action.about, failed || telling.warning, telling.reason,
          telling.detail ? telling.message + detail : telling.message});
  }
  if (--work.in_flight > 0) return;
  const bool batch_left = work.sent < work.current().actions.size() && !work.failed && !work.refuted;
  if (batch_left) return send_batch(item);
  ++work.step;
  next_step(item);
}

void ControllerRunner::await_effect(Item& item, const Action& action, const ApiResponse& response) {
  if (!caches_.watches(*action.kind)) return;
  if (action.verb == Verb::kDelete) {
    const ObjectRef present = caches_.find(*action.kind, action.key);
    if (!observed_.shows_deletion(*action.kind, action.key, action.remove.uid, present.get(), *this,
                                  item.root)) {
      ++item.unseen;
    }
    return;
  }
  if (!response.object || (action.verb != Verb::kCreate && action.verb != Verb::kUpdate)) return;
  item.work->written.push_back(response.object);
  // An update may have been the last thing that a deletion waited for: then no later revision comes.
  if (response.object->metadata.deleting()) return;
  if (!observed_.shows_write(*response.object, *this, item.root)) ++item.unseen;
}

void ControllerRunner::finish(Item& item) {
  --busy_;
  if (item.work->failed) {
    const Duration delay =
        std::max(backoff_after(controller_->backoff(), item.failures++), retries_.reserve(executor_.now()));
    const TimePoint retry = executor_.now() + delay;
    if (retry < item.wake_at) set_timer(item, retry);
  } else {
    item.failures = 0;
    item.memory = std::move(item.work->plan.memory);
  }
  item.work.reset();
  post_pump();
  if (item.unseen == 0) return release(item);
  item.state = State::kBlocked;
  item.expiry = executor_.run_after(options_.unseen_expiry, [this, &item] {
    item.expiry = TimerId::kNone;
    observed_.forget(*this, item.root);
    item.unseen = 0;
    item.again = true;
    release(item);
  });
}

void ControllerRunner::seen(const Key& root) {
  const auto found = items_.find(root);
  if (found == items_.end()) return;
  Item& item = found->second;
  if (--item.unseen > 0 || item.state != State::kBlocked) return;
  executor_.cancel(std::exchange(item.expiry, TimerId::kNone));
  release(item);
}

void ControllerRunner::release(Item& item) {
  item.state = State::kIdle;
  if (item.again) return enqueue(item);
  if (item.timer == TimerId::kNone && item.failures == 0 && item.memory == nullptr)
    items_.erase(Key(item.root));
}

}  // namespace podium::controllers
