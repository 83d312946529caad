// Deletes Jobs that have been over for as long as their ttlSecondsAfterFinished says.
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/jobs/verdict.h"

namespace podium::controllers {

namespace {

// When the job is to go; kForever if it never does, or is not over.
TimePoint expiry_of(const Job& job) {
  const std::optional<std::int32_t> ttl = job.spec.value().ttl_seconds_after_finished;
  if (!ttl || job.metadata.deleting()) return kForever;
  for (const char* end : {"Complete", "Failed"}) {
    if (const Condition* over = true_condition(job.status.value(), end))
      return over->last_transition_time + std::chrono::seconds(*ttl);
  }
  return kForever;
}

class TtlAfterFinished final : public Controller {
 public:
  std::string_view name() const override { return "ttl-after-finished-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Job::info()}; }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    const Job* job = as<Job>(change.after);
    if (job != nullptr && expiry_of(*job) != kForever) wake.now(key_of(*job));
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const Job> job = snapshot.find<Job>(root);
    if (!job) return plan;
    const TimePoint expiry = expiry_of(*job);
    if (turn.now < expiry)
      plan.wake_by(expiry);
    else
      plan.then(remove(*job, Propagation::kForeground));  // its pods first
    return plan;
  }
};

}  // namespace

std::unique_ptr<Controller> ttl_after_finished_controller(const Settings&) {
  return std::make_unique<TtlAfterFinished>();
}

}  // namespace podium::controllers
