// Runs the pods of Jobs to their end, as often as it takes and no oftener.
#include "control-plane/controllers/job.h"

#include <unordered_map>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/jobs/census.h"
#include "control-plane/controllers/jobs/ledger.h"
#include "control-plane/controllers/jobs/replace.h"
#include "control-plane/controllers/jobs/verdict.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

const OwnerReference* job_reference(const Pod& pod) {
  const OwnerReference* owner = pod.metadata.controller();
  return owner != nullptr && owner->kind == "Job" ? owner : nullptr;
}

// Nothing that a job cares about differs.
bool alike_to_job(const Pod& a, const Pod& b) {
  return a.metadata.labels == b.metadata.labels &&
         a.metadata.owner_references == b.metadata.owner_references &&
         a.metadata.finalizers == b.metadata.finalizers && a.metadata.deleting() == b.metadata.deleting() &&
         a.status.value().phase == b.status.value().phase && is_ready(a) == is_ready(b) &&
         restarts(a) == restarts(b);
}

bool managed_elsewhere(const Job& job) {
  const Text& manager = job.spec.value().managed_by;
  return !manager.empty() && !(manager == "kubernetes.io/job-controller");
}

// A pod comes under its job with the finalizer, and leaves without it.
Step claim(const Snapshot& snapshot, const Job& job, const Pods& owned) {
  Step step;
  const LabelSelector& selector = job.spec.value().selector.value();
  for (const Ref<const Pod>& pod : owned) {
    if (!selector.matches(pod->metadata.labels))
      step.actions.push_back(update(released(*untracked(*pod), job)));
  }
  if (job.metadata.deleting()) return step;
  for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kOrphanPods, job.metadata.namespace_)) {
    if (pod->metadata.deleting() || !selector.matches(pod->metadata.labels)) continue;
    const Ref<Pod> own = adopted(*pod, job);
    if (!is_tracked(*own)) own->metadata.finalizers.push_back(kTracking);
    step.actions.push_back(update(own));
  }
  return step;
}

// As many successes as wanted and nothing runs any more; without a number of completions, one is enough.
bool reached(const JobSpec& spec, std::int32_t succeeded, std::int32_t active) {
  return active == 0 && (spec.completions ? succeeded >= *spec.completions : succeeded > 0);
}

void note_suspension(const Job& job, JobStatus& status, TimePoint now, Plan& plan) {
  const bool suspended = is_suspended(job.spec.value());
  const Condition* present = find_condition(status.conditions, "Suspended");
  if (suspended == (present != nullptr && present->is_true())) return;
  Condition condition = suspended ? job_condition("Suspended", "JobSuspended", "Job suspended", now)
                                  : job_condition("Suspended", "JobResumed", "Job resumed", now);
  if (!suspended) condition.status = "False";
  set_condition(status.conditions, std::move(condition), now);
  plan.notes.push_back({ObjectRef::share(&job), false, suspended ? "Suspended" : "Resumed",
                        suspended ? "Job suspended" : "Job resumed"});
  // Its deadline counts from now.
  if (!suspended) status.start_time = now;
}

class JobController final : public Controller {
 public:
  explicit JobController(JobOptions options) : options_(options) {}

  std::string_view name() const override { return "job-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Job::info(), &Pod::info()}; }
  std::vector<const Index*> indexes() const override {
    return {&kPodsByController, &kOrphanPods, &kTrackedPods, &kStrayPods, &kJobsByNamespace};
  }
  int workers() const override { return options_.workers; }

  // A root is a job, or, without a name, the pods in a namespace that a job has left behind.
  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    if (change.of(Job::info())) return job_changed(change, now, wake);
    const Pod *before = as<Pod>(change.before), *after = as<Pod>(change.after);
    if (before != nullptr && after != nullptr && alike_to_job(*before, *after)) return;
    if (after != nullptr) note_end(snapshot, before, *after);
    for (const Pod* pod : {after, before}) {
      if (pod == nullptr) continue;
      if (const OwnerReference* job = job_reference(*pod))
        wake.at(Key{pod->metadata.namespace_, job->name}, now + options_.batch);
    }
    if (after != nullptr && after->metadata.controller() == nullptr) orphan_seen(snapshot, *after, now, wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    const Ref<const Job> job = snapshot.find<Job>(root);
    Plan plan;
    if (job && managed_elsewhere(*job)) return plan;
    Step freed = free_pods(snapshot, root, job.get());
    if (!freed.actions.empty()) plan.steps.push_back(std::move(freed));
    if (!job || !job->spec || is_finished(*job)) return plan;
    Pods owned = snapshot.indexed<Pod>(kPodsByController, job->metadata.uid);
    Step claims = claim(snapshot, *job, owned);
    if (claims.actions.empty()) {
      sync(*job, std::move(owned), turn, plan);
    } else {
      // Counting waits until the claims are settled.
      plan.steps.push_back(std::move(claims));
      plan.wake_by(turn.now);
    }
    return plan;
  }

 private:
  void job_changed(const Change& change, TimePoint now, Wake& wake) {
    const Job* job = as<Job>(change.after);
    if (job == nullptr || is_finished(*job)) records_.erase(change.latest().metadata.uid);
    // A status that is written tells of pods, mostly: what else they do comes along.
    const bool same_wish = change.before != nullptr && job != nullptr &&
                           change.before->metadata.generation == job->metadata.generation;
    wake.at(key_of(change.latest()), same_wish ? now + options_.batch : now);
  }

  // Remembers failures since the last success: the snapshot loses them with their pods.
  void note_end(const Snapshot& snapshot, const Pod* before, const Pod& after) {
    const OwnerReference* owner = job_reference(after);
    if (owner == nullptr || !is_tracked(after)) return;
    const Ref<const Job> job = snapshot.find<Job>(Key{after.metadata.namespace_, owner->name});
    const JobSpec spec = job ? job->spec.value() : JobSpec();
    const auto succeeded = [](const Pod* pod) {
      return pod != nullptr && pod->status.value().phase == "Succeeded";
    };
    if (succeeded(&after) && !succeeded(before)) {
      records_[owner->uid].succeeded(finished_at(after));
    } else if (is_failed(after, spec) && !(before != nullptr && is_failed(*before, spec))) {
      records_[owner->uid].failed(finished_at(after));
    }
  }

  void orphan_seen(const Snapshot& snapshot, const Pod& pod, TimePoint now, Wake& wake) const {
    if (is_tracked(pod)) wake.now(Key{pod.metadata.namespace_, {}});
    if (pod.metadata.deleting()) return;
    for (const Ref<const Job>& job : snapshot.indexed<Job>(kJobsByNamespace, pod.metadata.namespace_)) {
      const LabelSelector* selector = job->spec.value().selector.get();
      if (selector != nullptr && selector->matches(pod.metadata.labels))
        wake.at(key_of(*job), now + options_.batch);
    }
  }

  // Finalizers of pods that no living job will ever count.
  Step free_pods(const Snapshot& snapshot, const Key& root, const Job* job) const {
    Step step;
    const Pods pods = root.name.empty()
                          ? snapshot.indexed<Pod>(kStrayPods, root.namespace_)
                          : snapshot.indexed<Pod>(kTrackedPods, job_of(root.namespace_, root.name));
    for (const Ref<const Pod>& pod : pods) {
      const OwnerReference* owner = pod->metadata.controller();
      const bool counted_later =
          job != nullptr && !is_finished(*job) && owner != nullptr && owner->uid == job->metadata.uid;
      if (!counted_later) step.actions.push_back(update(untracked(*pod)));
    }
    return step;
  }

  void sync(const Job& job, Pods owned, const Turn& turn, Plan& plan) const {
    const JobSpec& spec = job.spec.value();
    const Census census = take_census(job, std::move(owned));
    JobStatus status = job.status.value();
    if (status.start_time == TimePoint{} && !is_suspended(spec)) status.start_time = turn.now;
    std::optional<Condition> verdict = judge(job, census, turn.now);
    PodWork work = verdict                   ? stop_all(job, census)
                   : job.metadata.deleting() ? PodWork()
                                             : keep_running(job, census, record_of(job), options_, turn.now);
    plan.wake_by(work.wake_at);
    // What could not be made the last time is not counted before it is there.
    const bool refused = turn.failure != nullptr && turn.failure->verb == Verb::kCreate;
    if (!refused && !work.step.actions.empty()) plan.steps.push_back(work.step);
    const auto active = static_cast<std::int32_t>(census.active.size()) - work.gone;
    if (!verdict && reached(spec, census.succeeded, active + work.made)) {
      verdict = job_condition("SuccessCriteriaMet", "CompletionsReached",
                              "Reached expected number of succeeded pods", turn.now);
    } else if (!verdict && !job.metadata.deleting()) {
      note_suspension(job, status, turn.now, plan);
    }
    status.active = active + (refused ? 0 : work.made);
    status.ready = census.ready;
    status.terminating = census.terminating + work.gone;
    if (!verdict) plan.wake_by(deadline_of(spec, status));
    write_down(job, census, std::move(status), std::move(verdict), options_, turn.now, plan);
    if (refused && !work.step.actions.empty()) plan.steps.push_back(work.step);
  }

  FailureRecord record_of(const Job& job) const {
    const auto found = records_.find(job.metadata.uid);
    return found == records_.end() ? FailureRecord() : found->second;
  }

  JobOptions options_;
  std::unordered_map<Text, FailureRecord> records_;  // by the job's uid; looked up only
};

}  // namespace

std::unique_ptr<Controller> job_controller(const Settings& settings) {
  return std::make_unique<JobController>(settings.get<JobOptions>());
}

}  // namespace podium::controllers
