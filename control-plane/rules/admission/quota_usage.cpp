#include "control-plane/rules/admission/quota_usage.h"

#include <algorithm>
#include <map>
#include <set>

#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/rules/admission/pod_resources.h"

namespace podium {
namespace {

constexpr std::string_view kClassInfix = ".storageclass.storage.k8s.io/";
constexpr std::string_view kRequests = "requests.", kLimits = "limits.", kHugePages = "hugepages-";
constexpr std::string_view kCompute[] = {"cpu", "memory", "ephemeral-storage"};

Quantity one() { return Quantity::of(1); }

std::string count_name(const KindInfo& kind) { return "count/" + kind.resource(); }

// Kinds of the core group that quotas count by their plain name, too.
bool counted_by_plural(const KindInfo& kind) {
  constexpr std::string_view kPlain[] = {
      "configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas", "secrets",
      "services"};
  return kind.group.empty() && std::ranges::find(kPlain, kind.plural) != std::end(kPlain);
}

bool extended(std::string_view name) {
  return name.find('/') != std::string_view::npos && name.find("kubernetes.io/") == std::string_view::npos;
}

// What requests and limits are called in quotas.
void add_compute(ResourceList& usage, const ResourceList& requests, const ResourceList& limits) {
  for (const auto& [name, amount] : requests) {
    const bool compute = std::ranges::find(kCompute, name.view()) != std::end(kCompute);
    const bool pages = name.view().starts_with(kHugePages);
    if (compute || pages) usage.set(name, amount);
    if (compute || pages || extended(name)) usage.set(std::string(kRequests) + name.str(), amount);
  }
  for (const auto& [name, amount] : limits) {
    if (std::ranges::find(kCompute, name.view()) != std::end(kCompute))
      usage.set(std::string(kLimits) + name.str(), amount);
  }
}

bool still_counts(const Pod& pod, TimePoint now) {
  if (is_terminal(pod)) return false;
  const ObjectMeta& metadata = pod.metadata;
  if (!metadata.deleting() || !metadata.deletion_grace_period_seconds) return true;
  return now <= metadata.deletion_timestamp + std::chrono::seconds(*metadata.deletion_grace_period_seconds);
}

void add_pod(ResourceList& usage, const Pod& pod, TimePoint now) {
  if (!still_counts(pod, now)) return;
  usage.set("pods", one());
  add_compute(usage, pod_requests(pod.spec.value(), true), pod_limits(pod.spec.value(), true));
}

void add_service(ResourceList& usage, const ServiceSpec& spec) {
  const bool balanced = spec.type_ == "LoadBalancer";
  if (balanced) usage.set("services.loadbalancers", one());
  std::int64_t ports = 0;
  if (spec.type_ == "NodePort" || (balanced && spec.allocate_load_balancer_node_ports.value_or(true)))
    ports = static_cast<std::int64_t>(spec.ports.size());
  else if (balanced)
    ports = std::count_if(spec.ports.begin(), spec.ports.end(),
                          [](const ServicePort& port) { return port.node_port != 0; });
  if (ports > 0) usage.set("services.nodeports", Quantity::of(ports));
}

void add_claim(ResourceList& usage, const PersistentVolumeClaim& claim) {
  const std::string of_class =
      claim.storage_class() ? std::string(*claim.storage_class()) + std::string(kClassInfix) : "";
  if (!of_class.empty()) usage.set(of_class + "persistentvolumeclaims", one());
  const Quantity* size = claim.spec.value().resources.requests.find("storage");
  if (size == nullptr) return;
  usage.set("requests.storage", *size);
  if (!of_class.empty()) usage.set(of_class + "requests.storage", *size);
}

bool pod_tracks(std::string_view name) {
  if (name == "pods") return true;
  const bool limit = name.starts_with(kLimits), request = name.starts_with(kRequests);
  const std::string_view bare = name.substr(limit ? kLimits.size() : request ? kRequests.size() : 0);
  if (std::ranges::find(kCompute, bare) != std::end(kCompute)) return true;
  return !limit && (bare.starts_with(kHugePages) || (request && extended(bare)));
}

bool crosses_namespaces(const PodAffinityTerm& term) {
  return !term.namespaces.empty() || static_cast<bool>(term.namespace_selector);
}

bool crosses_namespaces(const Box<PodAffinity>& affinity) {
  const PodAffinity& terms = affinity.value();
  return std::any_of(terms.required.begin(), terms.required.end(),
                     [](const PodAffinityTerm& term) { return crosses_namespaces(term); }) ||
         std::any_of(terms.preferred.begin(), terms.preferred.end(), [](const WeightedPodAffinityTerm& term) {
           return crosses_namespaces(term.pod_affinity_term);
         });
}

bool in_priority_scope(const ScopedResourceSelectorRequirement& scope, const Text& priority_class) {
  const bool listed =
      std::find(scope.values.begin(), scope.values.end(), priority_class) != scope.values.end();
  if (scope.operator_ == "In") return listed && !priority_class.empty();
  if (scope.operator_ == "NotIn") return !listed || priority_class.empty();
  if (scope.operator_ == "DoesNotExist") return priority_class.empty();
  return !priority_class.empty();
}

bool in_scope(const ScopedResourceSelectorRequirement& scope, const PodSpec& spec) {
  const Text& name = scope.scope_name;
  const bool terminates = spec.active_deadline_seconds.value_or(-1) >= 0;
  if (name == "Terminating") return terminates;
  if (name == "NotTerminating") return !terminates;
  if (name == "BestEffort") return is_best_effort(spec);
  if (name == "NotBestEffort") return !is_best_effort(spec);
  if (name == "PriorityClass") return in_priority_scope(scope, spec.priority_class_name);
  const Affinity& affinity = spec.affinity.value();
  return name == "CrossNamespacePodAffinity" &&
         (crosses_namespaces(affinity.pod_affinity) || crosses_namespaces(affinity.pod_anti_affinity));
}

}  // namespace

ResourceList quota_usage(const Object& object, TimePoint now) {
  ResourceList usage;
  usage.set(count_name(object.kind()), one());
  if (counted_by_plural(object.kind())) usage.set(object.kind().plural, one());
  if (const Pod* pod = as<Pod>(&object)) add_pod(usage, *pod, now);
  if (const Service* service = as<Service>(&object)) add_service(usage, service->spec.value());
  if (const PersistentVolumeClaim* claim = as<PersistentVolumeClaim>(&object)) add_claim(usage, *claim);
  return usage;
}

bool quota_tracks(const KindInfo& kind, std::string_view resource) {
  if (resource == count_name(kind)) return true;
  if (counted_by_plural(kind) && resource == kind.plural) return true;
  if (&kind == &Pod::info()) return pod_tracks(resource);
  if (&kind == &Service::info())
    return resource == "services.nodeports" || resource == "services.loadbalancers";
  return &kind == &PersistentVolumeClaim::info() &&
         (resource == "requests.storage" || resource.find(kClassInfix) != std::string_view::npos);
}

bool in_scopes(const ResourceQuotaSpec& spec, const Object& object) {
  const auto& selected = spec.scope_selector.value().match_expressions;
  if (spec.scopes.empty() && selected.empty()) return true;
  const Pod* pod = as<Pod>(&object);
  if (pod == nullptr) return false;
  return std::all_of(spec.scopes.begin(), spec.scopes.end(),
                     [&](const Text& scope) {
                       return in_scope({scope, "Exists", {}}, pod->spec.value());
                     }) &&
         std::all_of(selected.begin(), selected.end(),
                     [&](const auto& scope) { return in_scope(scope, pod->spec.value()); });
}

std::string unnamed_compute(const PodSpec& spec, const ResourceList& required) {
  constexpr std::string_view kWanted[] = {"cpu",        "memory",          "requests.cpu",
                                          "limits.cpu", "requests.memory", "limits.memory"};
  std::map<std::string, std::set<std::string>> missing;
  for (const List<Container>* containers : {&spec.containers, &spec.init_containers}) {
    for (const Container& container : *containers) {
      ResourceList named;
      add_compute(named, container.resources.requests, container.resources.limits);
      for (const std::string_view name : kWanted) {
        if (required.contains(name) && !named.contains(name))
          missing[std::string(name)].insert(container.name.str());
      }
    }
  }
  std::string text;
  for (const auto& [name, containers] : missing) {
    text += (text.empty() ? "" : "; ") + name + " for: ";
    for (const std::string& container : containers)
      text += (container == *containers.begin() ? "" : ",") + container;
  }
  return text;
}

}  // namespace podium
