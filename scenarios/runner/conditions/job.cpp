// job: default/work, with any of active, ready, succeeded, failed, terminating compared; or
// condition: TYPE, status, reason.
#include "control-plane/objects/kinds/job.h"

#include "scenarios/runner/status_wish.h"

namespace podium::scenario {
namespace {

class JobCondition final : public Condition {
 public:
  explicit JobCondition(const Section& s)
      : job_(s.key("job")),
        wish_(s, "job " + job_.name.str(), {"active", "ready", "succeeded", "failed", "terminating"}) {}

  std::string wanted() const override { return wish_.text(); }

  Finding look(const Cluster& cluster) const override {
    const auto job = cluster.find<Job>(job_);
    if (!job) return {false, "no such job"};
    const JobStatus& status = job->status.value();
    return wish_.look({status.active, status.ready.value_or(0), status.succeeded, status.failed,
                       status.terminating.value_or(0)},
                      status.conditions);
  }

 private:
  Key job_;
  StatusWish wish_;
};

}  // namespace

ConditionKind job_condition() {
  return {"job",
          [](const Section& s) -> std::unique_ptr<Condition> { return std::make_unique<JobCondition>(s); }};
}

}  // namespace podium::scenario
