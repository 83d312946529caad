// Jobs and CronJobs on a live cluster whose containers end when the test says so.
#pragma once

#include "control-plane/objects/kinds/cron_job.h"
#include "control-plane/objects/kinds/job.h"
#include "tests/control-plane/controllers/support/live_cluster.h"

namespace podium {

struct JobRig {
  JobRig() : JobRig(options()) {}
  explicit JobRig(LiveCluster::Options options) : cluster(std::move(options)) {}
  static LiveCluster::Options options() {
    LiveCluster::Options options;
    options.manager.qps = 0;
    return options;
  }
  static const inline Key kJob{"default", "work"};

  // One container, restartPolicy Never; `edit` says more.
  template <class F>
  void create(F edit) {
    Ref<Job> job = make_ref<Job>();
    job->metadata.namespace_ = kJob.namespace_;
    job->metadata.name = kJob.name;
    job->spec.edit() = plain();
    edit(job->spec.edit());
    created = cluster.ask(Verb::kCreate, job).status;
    cluster.run(5s);  // its first pods are ready
  }
  static JobSpec plain() {
    JobSpec spec;
    PodSpec& pod = spec.template_.edit().spec.edit();
    pod.restart_policy = "Never";
    pod.containers = {Container{"main", "busybox:1"}};
    return spec;
  }
  Ref<const Job> job() { return cluster.find<Job>(kJob); }
  JobStatus status() { return job()->status.value(); }
  // "Complete", "Failed", ...: the reason, or "" if it is not true.
  std::string reason(const char* type) {
    const JobStatus now = status();
    const Condition* condition = find_condition(now.conditions, type);
    return condition != nullptr && condition->is_true() ? condition->reason.str() : "";
  }

  std::vector<Ref<const Pod>> running() {
    std::vector<Ref<const Pod>> found;
    for (const Ref<const Pod>& pod : cluster.pods()) {
      if (!is_terminal(*pod) && !pod->metadata.deleting()) found.push_back(pod);
    }
    return found;
  }
  // The container of the pod exits now.
  void exits(const Pod& pod, int code) {
    Ref<Pod> ended = copy(*cluster.find<Pod>(key_of(pod)));
    PodStatus& status = ended->status.edit();
    status.phase = code == 0 ? "Succeeded" : "Failed";
    ContainerStatus container;
    container.name = "main";
    ContainerStateTerminated& terminated = container.state.terminated.edit();
    terminated.exit_code = code;
    terminated.finished_at = cluster.engine.now();
    status.container_statuses = {container};
    Condition ready;
    ready.type_ = "Ready";
    ready.status = "False";
    set_condition(status.conditions, ready, cluster.engine.now());
    cluster.ask(Verb::kUpdate, ended, "status");
  }
  void all_exit(int code) {
    for (const Ref<const Pod>& pod : running()) exits(*pod, code);
  }
  // The events about an object of that kind, as "Reason: message".
  std::vector<std::string> events(std::string_view kind = "Job");
  bool told(const std::string& event, std::string_view kind = "Job");

  LiveCluster cluster;
  ApiStatus created;
};

}  // namespace podium
