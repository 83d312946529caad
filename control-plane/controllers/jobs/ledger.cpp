#include "control-plane/controllers/jobs/ledger.h"

#include <algorithm>
#include <set>

#include "control-plane/controllers/jobs/failure_policy.h"
#include "control-plane/controllers/jobs/verdict.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

class Ledger {
 public:
  Ledger(const Job& job, const Census& census, JobStatus status, std::optional<Condition> verdict)
      : job_(job),
        spec_(job.spec.value()),
        census_(census),
        status_(std::move(status)),
        verdict_(std::move(verdict)) {
    for (const Ref<const Pod>& pod : census.all) {
      if (is_tracked(*pod)) held_.insert(pod->metadata.uid);
    }
  }

  void write(const JobOptions& options, TimePoint now, Plan& plan) {
    book();
    for (const Ref<const Pod>& pod : census_.all) {
      if (!is_tracked(*pod) || !may_go(*pod)) continue;
      enter(*pod);
      going_.push_back(pod);
      full_ = entries() >= options.uncounted;
      if (full_) break;
    }
    write_indexes();
    announce(now);
    if (!(status_ == job_.status.value())) plan.then(update_status(job_with_status()));
    const JobStatus before = status_;
    let_go(now, plan);
    book();
    const Telling telling = finish(now, plan);
    if (status_ == before) return;
    plan.then(update_status(job_with_status()).telling(ObjectRef::share(&job_), telling));
  }

 private:
  std::int32_t completions() const { return spec_.completions.value_or(0); }
  int entries() const {
    const UncountedTerminatedPods& uncounted = status_.uncounted_terminated_pods.value();
    return static_cast<int>(uncounted.succeeded.size() + uncounted.failed.size()) + new_successes_;
  }

  // Uids of pods that nothing holds any more become numbers.
  void book() {
    UncountedTerminatedPods& uncounted = status_.uncounted_terminated_pods.edit();
    status_.succeeded += book(uncounted.succeeded);
    status_.failed += book(uncounted.failed);
  }
  std::int32_t book(List<Text>& uids) {
    if (uids.empty()) return 0;
    const auto gone = std::erase_if(uids.edit(), [this](const Text& uid) { return held_.count(uid) == 0; });
    if (uids.size() == 0) uids.clear();
    return static_cast<std::int32_t>(gone);
  }

  bool may_go(const Pod& pod) const {
    if (job_.metadata.deleting() || verdict_ || pod.status.value().phase == "Succeeded") return true;
    if (!is_failed(pod, spec_)) return false;
    const auto waits = census_.waiting.find(completion_index(pod, completions()));
    return waits == census_.waiting.end() || waits->second.get() != &pod;
  }

  void enter(const Pod& pod) {
    UncountedTerminatedPods& uncounted = status_.uncounted_terminated_pods.edit();
    const Text& uid = pod.metadata.uid;
    const auto among = [&uid](const List<Text>& uids) { return std::ranges::find(uids, uid) != uids.end(); };
    const std::int32_t index = completion_index(pod, completions());
    if (among(uncounted.failed)) return;
    if (pod.status.value().phase == "Succeeded") {
      if (spec_.indexed())
        new_successes_ += index >= 0 && !census_.known.has(index);
      else if (!among(uncounted.succeeded))
        uncounted.succeeded.push_back(uid);
      return;
    }
    // What a success has stopped is no failure.
    if (verdict_ && verdict_->type_ == "SuccessCriteriaMet" && !is_terminal(pod)) return;
    // What still runs when a job has failed counts as failed.
    const bool stopped = verdict_ && !(verdict_->type_ == "SuccessCriteriaMet");
    if (!is_failed(pod, spec_) && !stopped) return;
    if (spec_.indexed() && index < 0) return;
    if (match_failure(spec_, pod).counts()) uncounted.failed.push_back(uid);
  }

  void write_indexes() {
    if (!spec_.indexed()) return;
    status_.succeeded = census_.done.size();
    status_.completed_indexes = census_.done.text();
    if (spec_.backoff_limit_per_index) status_.failed_indexes = census_.lost.text();
  }

  // The first word of the end: before pods are let go. What follows is the last word.
  void announce(TimePoint now) {
    if (!verdict_ || verdict_->type_ == "Failed") return;
    if (find_condition(status_.conditions, verdict_->type_) == nullptr)
      status_.conditions.push_back(*verdict_);
    const bool success = verdict_->type_ == "SuccessCriteriaMet";
    verdict_ = job_condition(success ? "Complete" : "Failed", verdict_->reason, verdict_->message, now);
  }

  // A pod that this very plan deletes is let go when its deletion is seen.
  void let_go(TimePoint now, Plan& plan) {
    Step step;
    for (const Ref<const Pod>& pod : going_) {
      if (is_active(*pod) && verdict_) {
        plan.wake_by(now);
        continue;
      }
      step.actions.push_back(update(untracked(*pod)));
      held_.erase(pod->metadata.uid);
    }
    if (!step.actions.empty()) plan.steps.push_back(std::move(step));
  }

  // Puts the last word into the status if it is time, and says what to tell then.
  Telling finish(TimePoint now, Plan& plan) {
    const UncountedTerminatedPods& uncounted = status_.uncounted_terminated_pods.value();
    if (!verdict_ || full_ || !uncounted.succeeded.empty() || !uncounted.failed.empty()) return {};
    if (status_.terminating.value_or(0) > 0) return {};
    verdict_->last_probe_time = now;
    set_condition(status_.conditions, *verdict_, now);
    if (verdict_->type_ == "Failed") return failure_telling();
    status_.completion_time = now;
    if (spec_.completions && status_.succeeded > *spec_.completions)
      plan.notes.push_back(
          {ObjectRef::share(&job_), true, "TooManySucceededPods", "Too many succeeded pods recorded"});
    return {"Completed", "Job completed"};
  }

  Telling failure_telling() const {
    static constexpr std::string_view kReasons[] = {"BackoffLimitExceeded", "DeadlineExceeded",
                                                    "PodFailurePolicy", "MaxFailedIndexesExceeded",
                                                    "FailedIndexes"};
    // Only these are given by verdict.cpp; another would have been written by somebody else.
    const auto known = std::ranges::find(kReasons, verdict_->reason.view());
    Telling telling{known == std::end(kReasons) ? "Failed" : *known, verdict_->message.str()};
    telling.warning = true;
    return telling;
  }

  Ref<Job> job_with_status() const {
    Ref<Job> changed = copy(job_);
    changed->status = Box<JobStatus>(status_);
    return changed;
  }

  const Job& job_;
  const JobSpec& spec_;
  const Census& census_;
  JobStatus status_;
  std::optional<Condition> verdict_;
  std::set<Text> held_;  // uids of pods with the finalizer
  Pods going_;
  int new_successes_ = 0;  // of an indexed job: their indexes are what counts them
  bool full_ = false;      // no more in one go
};

}  // namespace

void write_down(const Job& job, const Census& census, JobStatus status, std::optional<Condition> verdict,
                const JobOptions& options, TimePoint now, Plan& plan) {
  Ledger(job, census, std::move(status), std::move(verdict)).write(options, now, plan);
}

}  // namespace podium::controllers
