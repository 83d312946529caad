#include "control-plane/kubelet/pod_worker.h"

#include <utility>

#include "control-plane/kubelet/words.h"

namespace podium::kubelet {
namespace {

Duration deletion_grace(const Pod& pod) {
  return std::chrono::seconds(pod.metadata.deletion_grace_period_seconds.value_or(0));
}

}  // namespace

PodWorker::PodWorker(Surroundings& surroundings, Ref<const Pod> pod, PodState state)
    : s_(surroundings), pod_(std::move(pod)), state_(std::move(state)) {}

PodWorker::~PodWorker() {
  s_.executor.cancel(alarm_);
  s_.executor.cancel(retry_);
}

void PodWorker::tell(Category category, const std::string& text) {
  s_.chronicle.record(s_.executor, category, s_.component, subject_of(*pod_), text);
}

void PodWorker::normal(std::string_view reason, std::string message) {
  s_.events.normal(*pod_, reason, std::move(message));
}

void PodWorker::warning(std::string_view reason, std::string message) {
  s_.events.warning(*pod_, reason, std::move(message));
}

void PodWorker::start() {
  if (state_.start_time == TimePoint{}) state_.start_time = s_.executor.now();
  state_.deleted = pod_->metadata.deleting();
  if (state_.deleted)
    begin_end(deletion_grace(*pod_));
  else if (is_terminal(*pod_))
    begin_end(grace_of(spec()));
  for (std::size_t i = 0; i < state_.containers.size(); ++i) {
    if (record(i).running()) watch(i, true);
  }
  if (state_.resize) consider_resize();
  publish();
  look();
}

void PodWorker::reject(const std::string& reason, const std::string& message) {
  state_.start_time = s_.executor.now();
  state_.rejected = state_.ending = released_ = true;
  state_.deleted = pod_->metadata.deleting();
  state_.failed_reason = reason;
  state_.failed_message = "Pod was rejected: " + message;
  tell(Category::kDecision, "rejected: " + message);
  warning(reason, message);
  publish();
  look();
}

// Whoever deletes again may shorten the grace.
void PodWorker::pod_changed(Ref<const Pod> pod) {
  const Ref<const Pod> before = pod_;
  if (!adopt(std::move(pod))) return;
  if (!pod_->spec.same_as(before->spec)) spec_changed(*before->spec);
  if (pod_->metadata.deleting()) {
    state_.deleted = true;
    const bool shorter = deletion_grace(*pod_) < deletion_grace(*before);
    if (!before->metadata.deleting() || shorter) begin_end(deletion_grace(*pod_));
  }
  if (!(pod_->status == before->status)) publish();  // others may have undone what is ours
  look();
}

void PodWorker::object_gone() {
  gone_ = state_.deleted = true;
  begin_end(Duration{0});
  look();
  if (disposable()) s_.kubelet.idle(*this);
}

void PodWorker::container_exited(const ContainerInfo& info) {
  for (std::size_t i = 0; i < state_.containers.size(); ++i) {
    if (record(i).running() && record(i).id == info.id) exited(i, info);
  }
  publish();
  look();
}

void PodWorker::look() {
  if (std::exchange(looking_, true)) return;
  bool again = !state_.torn_down;
  while (again) {
    const Action action = next_action(spec(), state_, s_.options, s_.executor.now());
    if (action.step == Step::kNothing) arm(action.again);
    again = perform(action) && !state_.torn_down;
  }
  looking_ = false;
}

bool PodWorker::perform(const Action& action) {
  const auto i = static_cast<std::size_t>(action.container);
  switch (action.step) {
    case Step::kNothing: return false;
    case Step::kCreateSandbox: await_volumes(); break;
    case Step::kReplaceSandbox: replace_sandbox(); break;
    case Step::kEnsureImage: ensure_image(i); break;
    case Step::kShowImageBackoff: show_image_backoff(i); break;
    case Step::kCreate: create(i); break;
    case Step::kStart: start_container(i); break;
    case Step::kShowCrashBackoff: show_crash_backoff(i); break;
    case Step::kResize: resize(i); break;
    case Step::kPreStop: run_pre_stop(i); break;
    case Step::kStop: stop(i, action.grace); break;
    case Step::kExpire: expire(); break;
    case Step::kEnd: begin_end(grace_of(spec())); break;
    case Step::kTearDown: tear_down(); break;
    case Step::kFinish: finish(); break;
  }
  return true;
}

void PodWorker::arm(TimePoint at) {
  if (at == alarm_at_) return;
  s_.executor.cancel(std::exchange(alarm_, TimerId::kNone));
  alarm_at_ = at;
  if (at == kForever) return;
  alarm_ = s_.executor.run_at(at, [this] {
    alarm_ = TimerId::kNone;
    alarm_at_ = kForever;
    look();
  });
}

// Begins the end, or brings it nearer: it is never put off.
void PodWorker::begin_end(Duration grace) {
  const TimePoint now = s_.executor.now();
  const TimePoint kill_by = later(now, grace);
  if (state_.ending && state_.kill_by <= kill_by) return;
  if (!std::exchange(state_.ending, true)) state_.end_begun = now;
  state_.kill_by = kill_by;
  for (ContainerRecord& record : state_.containers) record.stopping = false;  // to be told of the new grace
}

void PodWorker::expire() {
  state_.failed_reason = "DeadlineExceeded";
  state_.failed_message = "Pod was active on the node longer than the specified deadline";
  tell(Category::kDecision, "active deadline exceeded");
  normal("DeadlineExceeded", state_.failed_message.str());
  begin_end(grace_of(spec()));
}

void PodWorker::evict(const std::string& message, Duration grace) {
  state_.failed_reason = words().evicted;
  state_.failed_message = message;
  tell(Category::kDecision, "evicted: " + message);
  warning("Evicted", message);
  begin_end(grace);
  publish();
  look();
}

// Nothing is left on the machine: the API learns how it ended, then the object goes.
void PodWorker::finish() {
  state_.torn_down = true;
  watches_.clear();
  arm(kForever);
  release();
  publish();
}

void PodWorker::release() {
  if (!std::exchange(released_, true)) s_.kubelet.released(*this);
}

void PodWorker::answered() {
  --calls_;
  if (disposable()) s_.kubelet.idle(*this);
}

}  // namespace podium::kubelet
