#include "control-plane/api/story.h"

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/replica_set.h"

namespace podium {
namespace {

// Clauses joined by "; ".
class Story {
 public:
  void add(std::string clause) { text_ += (text_.empty() ? "" : "; ") + std::move(clause); }
  void change(const std::string& what, std::string_view before, std::string_view after) {
    if (before != after)
      add(what + std::string(before.empty() ? "none" : before) + " -> " + std::string(after));
  }
  void condition(std::string_view type, const List<Condition>& before, const List<Condition>& after) {
    const Condition* then = find_condition(before, type);
    const Condition* now = find_condition(after, type);
    if (now == nullptr || (then != nullptr && then->status == now->status)) return;
    std::string clause =
        std::string(type) + " " + (then == nullptr ? "" : then->status.str() + " -> ") + now->status.str();
    if (!now->reason.empty()) clause += " (" + now->reason.str() + ")";
    add(std::move(clause));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void containers(Story& story, const List<ContainerStatus>& before, const List<ContainerStatus>& after) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    const ContainerStatus& now = after[i];
    const ContainerStatus* then = i < before.size() ? &before[i] : nullptr;
    const auto* waiting = now.state.waiting.get();
    const auto* ended = now.state.terminated.get();
    const bool same = then != nullptr && then->state == now.state;
    if (!same && waiting != nullptr && !(waiting->reason == "ContainerCreating") &&
        !waiting->reason.empty()) {
      story.add(now.name.str() + " waits: " + waiting->reason.str());
    }
    if (!same && ended != nullptr) {
      story.add(now.name.str() + " ended: " + ended->reason.str() + " (exit " +
                std::to_string(ended->exit_code) + ")");
    }
    if (then != nullptr && then->restart_count != now.restart_count) {
      story.add(now.name.str() + " restarts: " + std::to_string(now.restart_count));
    }
  }
}

void pod(Story& story, const Pod& before, const Pod& after) {
  const PodStatus &then = before.status.value(), &now = after.status.value();
  if (!(before.spec->node_name == after.spec->node_name))
    story.add("bound to " + after.spec->node_name.str());
  story.change("", then.phase.view(), now.phase.view());
  containers(story, then.container_statuses, now.container_statuses);
  story.condition("Ready", then.conditions, now.conditions);
  const Condition* scheduled = find_condition(now.conditions, "PodScheduled");
  if (scheduled != nullptr && !scheduled->is_true())
    story.condition("PodScheduled", then.conditions, now.conditions);
}

void node(Story& story, const Node& before, const Node& after) {
  story.condition("Ready", before.status.value().conditions, after.status.value().conditions);
  const NodeSpec &then = before.spec.value(), &now = after.spec.value();
  if (!(then.taints == now.taints)) {
    std::string taints;
    for (const Taint& t : now.taints)
      taints += (taints.empty() ? "" : ", ") + t.key.str() + ":" + t.effect.str();
    story.add("taints: " + (taints.empty() ? "none" : taints));
  }
  if (then.unschedulable != now.unschedulable) story.add(now.unschedulable ? "cordoned" : "uncordoned");
}

std::size_t ready_endpoints(const EndpointSlice& slice) {
  std::size_t ready = 0;
  for (const Endpoint& endpoint : slice.endpoints) ready += endpoint.conditions.ready.value_or(true) ? 1 : 0;
  return ready;
}

template <class Workload>
void replicas(Story& story, const Workload& before, const Workload& after) {
  story.change("replicas ", std::to_string(before.spec->replicas.value_or(0)),
               std::to_string(after.spec->replicas.value_or(0)));
}

}  // namespace

std::string story_of(const Object* before, const Object* after) {
  const Object& latest = after != nullptr ? *after : *before;
  if (is<Lease>(latest) || is<Event>(latest)) return "";
  if (before == nullptr) return "created";
  if (after == nullptr) return "deleted";
  Story story;
  if (!before->metadata.deleting() && after->metadata.deleting()) story.add("deletion asked for");
  if (const auto* p = as<Pod>(after)) pod(story, *as<Pod>(before), *p);
  if (const auto* n = as<Node>(after)) node(story, *as<Node>(before), *n);
  if (const auto* d = as<Deployment>(after)) {
    replicas(story, *as<Deployment>(before), *d);
    if (!(as<Deployment>(before)->spec->template_ == d->spec->template_)) story.add("new template");
    story.condition("Available", as<Deployment>(before)->status.value().conditions,
                    d->status.value().conditions);
    story.condition("Progressing", as<Deployment>(before)->status.value().conditions,
                    d->status.value().conditions);
  }
  if (const auto* r = as<ReplicaSet>(after)) replicas(story, *as<ReplicaSet>(before), *r);
  if (const auto* e = as<EndpointSlice>(after)) {
    story.change("ready endpoints ", std::to_string(ready_endpoints(*as<EndpointSlice>(before))),
                 std::to_string(ready_endpoints(*e)));
  }
  return story.take();
}

}  // namespace podium
