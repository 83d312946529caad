#include "control-plane/autoscaler/node_removal.h"

#include <algorithm>

#include "control-plane/autoscaler/node_taints.h"
#include "control-plane/autoscaler/node_template.h"

namespace podium::autoscaler {
namespace {

constexpr Duration kPodPoll = 5s;  // between two looks whether evicted pods are gone

std::int64_t grace_of(const Pod& pod, const ScaleDownOptions& options) {
  const std::int64_t wanted = pod.spec->termination_grace_period_seconds.value_or(30);
  return std::min<std::int64_t>(wanted, options.max_grace / 1s);
}

}  // namespace

RemovalWords cluster_autoscaler_words() {
  return {std::string(kToBeDeleted),
          "ScaleDown",
          "marked the node as toBeDeleted/unschedulable",
          "ScaleDown",
          "deleting pod for node scale down",
          "ScaleDown",
          "node removed by cluster autoscaler",
          "ScaleDownFailed"};
}

void NodeRemoval::tell(const Object& about, const std::string& reason, const std::string& message) {
  if (!message.empty()) tools_.recorder.normal(about, reason, message);
}

NodeRemoval::NodeRemoval(RemovalTools tools, Leaver leaver)
    : tools_(std::move(tools)), leaver_(std::move(leaver)) {
  const Ref<const Node> node = tools_.node(leaver_.node);
  if (!node) {
    timer_ = tools_.executor.post([this] { fail("there is no such node"); });
    return;
  }
  set_taint(tools_.client, node, tools_.words.taint, "NoSchedule", tools_.executor.now(),
            [this, alive = alive_](const ApiStatus& status) {
              if (*alive) marked(status);
            });
}

NodeRemoval::~NodeRemoval() {
  *alive_ = false;
  tools_.executor.cancel(timer_);
}

void NodeRemoval::after(Duration time, void (NodeRemoval::*step)()) {
  timer_ = tools_.executor.run_after(time, [this, step] {
    timer_ = TimerId::kNone;
    (this->*step)();
  });
}

void NodeRemoval::marked(const ApiStatus& status) {
  const Ref<const Node> node = tools_.node(leaver_.node);
  if (!status.ok() || !node) {
    if (node)
      tools_.recorder.warning(*node, tools_.words.failed_reason,
                              "failed to mark the node as toBeDeleted/unschedulable: " + status.message);
    return fail(status.message);
  }
  tell(*node, tools_.words.marked_reason, tools_.words.marked);
  after(tools_.options.delete_delay_after_taint, &NodeRemoval::drain);
}

// Pods may have come before the mark was seen.
void NodeRemoval::drain() {
  const bool was_empty = leaver_.empty();
  const NodeDrain now = tools_.pods(leaver_.node);
  if (was_empty && !now.movable.empty())
    return fail("failed to delete empty node \"" + leaver_.node.str() + "\", new pods scheduled");
  if (!now.blocked.empty()) return fail(now.blocked);
  const ScaleDownOptions& options = tools_.options;
  if (was_empty ? options.evict_daemon_sets_of_empty : options.evict_daemon_sets_of_occupied)
    for (const Ref<const Pod>& pod : now.daemons) evict(pod, false);
  if (was_empty) return give_back();
  std::int64_t grace = 0;
  for (const Ref<const Pod>& pod : now.movable) grace = std::max(grace, grace_of(*pod, options));
  evictions_end_ = tools_.executor.now() + options.max_eviction_time;
  pods_end_ = evictions_end_ + grace * 1s + options.deletion_headroom;
  for (const Ref<const Pod>& pod : now.movable) {
    tell(*pod, tools_.words.pod_reason, tools_.words.pod);
    evict(pod, true);
  }
  after(kPodPoll, &NodeRemoval::wait_for_pods);
}

void NodeRemoval::evict(const Ref<const Pod>& pod, bool needed) {
  auto request = std::make_unique<ApiRequest>();
  request->verb = Verb::kCreate;
  request->kind = &Pod::info();
  request->key = key_of(*pod);
  request->subresource = "eviction";
  request->remove.grace_period_seconds = grace_of(*pod, tools_.options);
  request->remove.uid = pod->metadata.uid;
  tools_.client.call(std::move(request), [this, pod, needed, alive = alive_](const ApiResponse& response) {
    if (*alive && needed) evicted(pod, response.status);
  });
}

// A budget may allow later what it forbids now.
void NodeRemoval::evicted(const Ref<const Pod>& pod, const ApiStatus& status) {
  if (status.ok() || status.not_found() || status.code == 409) {
    asked_.insert(pod->metadata.uid);
  } else if (tools_.executor.now() + tools_.options.eviction_retry <= evictions_end_) {
    tools_.executor.run_after(tools_.options.eviction_retry, [this, pod, alive = alive_] {
      if (*alive) evict(pod, true);
    });
  } else {
    tools_.recorder.warning(*pod, tools_.words.failed_reason, "failed to delete pod for ScaleDown");
    fail("Failed to evict pod " + pod->metadata.namespace_.str() + "/" + pod->metadata.name.str() +
         " within allowed timeout");
  }
}

void NodeRemoval::wait_for_pods() {
  if (tools_.pods(leaver_.node).movable.empty()) return give_back();
  if (tools_.executor.now() >= pods_end_)
    return fail("Failed to drain node " + leaver_.node.str() + ": pods remaining after timeout");
  after(kPodPoll, &NodeRemoval::wait_for_pods);
}

void NodeRemoval::give_back() {
  const Status given = tools_.cloud.remove(leaver_.group, {leaver_.node.str()});
  if (!given.ok()) return fail(given.error().message);
  if (const Ref<const Node> node = tools_.node(leaver_.node))
    tell(*node, tools_.words.removed_reason, tools_.words.removed);
  finish("");
}

void NodeRemoval::fail(const std::string& error) {
  if (const Ref<const Node> node = tools_.node(leaver_.node)) {
    const char* what =
        leaver_.empty() ? "failed to delete empty node: " : "failed to drain and delete node: ";
    tools_.recorder.warning(*node, tools_.words.failed_reason, what + error);
    remove_taint(tools_.client, node, tools_.words.taint, nullptr);
  }
  *alive_ = false;  // nothing that comes now matters
  tools_.executor.cancel(timer_);
  finish(error);
}

// Whoever is told destroys this removal.
void NodeRemoval::finish(std::string error) {
  timer_ = tools_.executor.post(
      [done = tools_.done, leaver = leaver_, error = std::move(error)] { done(leaver, error); });
}

}  // namespace podium::autoscaler
