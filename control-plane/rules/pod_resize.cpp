#include "control-plane/rules/pod_resize.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_qos.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr const char* kPolicy = "resizePolicy";

json policy_of(const Container& container) {
  const json& rest = container.rest.json();
  return rest.contains(kPolicy) ? rest.at(kPolicy) : json();
}

Container resized(const Container& old, const Container& wanted) {
  Container merged = old;
  merged.resources = wanted.resources;
  if (const json policy = policy_of(wanted); policy != policy_of(old)) {
    json rest = old.rest ? old.rest.json() : json::object();
    if (policy.is_null())
      rest.erase(kPolicy);
    else
      rest[kPolicy] = policy;
    merged.rest = rest.empty() ? Tree() : Tree(std::move(rest));
  }
  return merged;
}

List<Container> all_resized(const List<Container>& old, const List<Container>& wanted) {
  List<Container> merged = wanted;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto same =
        std::find_if(old.begin(), old.end(), [&](const Container& c) { return c.name == wanted[i].name; });
    if (same != old.end()) merged.edit()[i] = resized(*same, wanted[i]);
  }
  return merged == old ? old : merged;
}

bool check_order(const List<Container>& old, const List<Container>& fresh, const std::string& field,
                 FieldErrors& errors) {
  if (old.size() != fresh.size()) {
    errors.push_back(field_forbidden(field, "containers may not be added or removed on resize"));
    return false;
  }
  bool same = true;
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (old[i].name == fresh[i].name) continue;
    errors.push_back(
        field_forbidden(element(field, i) + ".name", "containers may not be renamed or reordered on resize"));
    same = false;
  }
  return same;
}

bool any_removed(const ResourceList& fresh, const ResourceList& old) {
  return std::any_of(old.begin(), old.end(), [&](const auto& entry) { return !fresh.contains(entry.first); });
}

bool restarts_for_memory(const Container& container) {
  for (const json& policy : policy_of(container)) {
    if (policy.value("resourceName", "") == "memory")
      return policy.value("restartPolicy", "") == "RestartContainer";
  }
  return false;
}

void check_container_resize(const Container& old, const Container& fresh, const std::string& field,
                            FieldErrors& errors) {
  const ResourceRequirements &then = old.resources, &now = fresh.resources;
  if (any_removed(now.requests, then.requests))
    errors.push_back(field_forbidden(field + ".requests", "resource requests cannot be removed"));
  if (any_removed(now.limits, then.limits))
    errors.push_back(field_forbidden(field + ".limits", "resource limits cannot be removed"));
  const Quantity *now_limit = now.limits.find("memory"), *then_limit = then.limits.find("memory");
  const bool lowered = now_limit != nullptr && then_limit != nullptr && *now_limit < *then_limit;
  if (lowered && !restarts_for_memory(fresh)) {
    errors.push_back(
        field_forbidden(field + ".limits[memory]",
                        "memory limits cannot be decreased unless resizePolicy is RestartContainer"));
  }
}

// `fresh`, but with the cpu and memory of `old`.
Container without_compute(const Container& fresh, const Container& old) {
  Container rest = fresh;
  const auto put_back = [](ResourceList& into, const ResourceList& from) {
    ResourceList kept;
    for (const auto& [name, quantity] : into) {
      if (!(name == "cpu") && !(name == "memory")) kept.set(name, quantity);
    }
    for (const char* name : {"cpu", "memory"}) {
      if (const Quantity* quantity = from.find(name)) kept.set(name, *quantity);
    }
    into = kept;
  };
  put_back(rest.resources.limits, old.resources.limits);
  put_back(rest.resources.requests, old.resources.requests);
  return rest;
}

void check_mutable(const List<Container>& old, const List<Container>& fresh, bool init, FieldErrors& errors) {
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const bool fixed = init && !(fresh[i].restart_policy == "Always");
    if (fixed ? fresh[i] == old[i] : without_compute(fresh[i], old[i]) == old[i]) continue;
    errors.push_back(
        field_forbidden("spec", fixed  ? "resources for non-sidecar init containers are immutable"
                                : init ? "only cpu and memory resources for sidecar containers are mutable"
                                       : "only cpu and memory resources are mutable"));
  }
}

}  // namespace

void take_resources(Box<PodSpec>& spec, const PodSpec& wanted) {
  List<Container> containers = all_resized(spec.value().containers, wanted.containers);
  List<Container> inits = all_resized(spec.value().init_containers, wanted.init_containers);
  const bool same = containers.identity() == spec.value().containers.identity() &&
                    inits.identity() == spec.value().init_containers.identity();
  if (same) return;
  spec.edit().containers = std::move(containers);
  spec.edit().init_containers = std::move(inits);
}

void check_resize(const Pod& before, const Pod& fresh, FieldErrors& errors) {
  const PodSpec &old = before.spec.value(), &now = fresh.spec.value();
  const Text& qos = before.status.value().qos_class;
  if (std::string_view(qos_class(old)) != qos_class(now))
    errors.push_back(invalid_text("spec", qos, "Pod QOS Class may not change as a result of resizing"));
  const bool ordered = check_order(old.containers, now.containers, "spec.containers", errors);
  if (!check_order(old.init_containers, now.init_containers, "spec.initContainers", errors) || !ordered)
    return;
  for (std::size_t i = 0; i < now.init_containers.size(); ++i)
    check_container_resize(old.init_containers[i], now.init_containers[i],
                           element("spec.initContainers", i) + ".resources", errors);
  for (std::size_t i = 0; i < now.containers.size(); ++i)
    check_container_resize(old.containers[i], now.containers[i], element("spec.containers", i) + ".resources",
                           errors);
  check_mutable(old.containers, now.containers, false, errors);
  check_mutable(old.init_containers, now.init_containers, true, errors);
}

}  // namespace podium
