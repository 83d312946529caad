#include "control-plane/rules/pod_parts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/pod_resize.h"
#include "control-plane/rules/pod_validation.h"

namespace podium {
namespace {

constexpr std::string_view kEphemeral = "ephemeralcontainers", kResize = "resize";

template <class Kind>
const Kind* find_name(const List<Kind>& containers, const Text& name) {
  const auto found = std::find_if(containers.begin(), containers.end(),
                                  [&](const Kind& container) { return container.name == name; });
  return found == containers.end() ? nullptr : found;
}

List<EphemeralContainer> in_order(const List<EphemeralContainer>& before,
                                  const List<EphemeralContainer>& fresh) {
  std::vector<EphemeralContainer> ordered;
  for (const EphemeralContainer& old : before) {
    if (const EphemeralContainer* now = find_name(fresh, old.name)) ordered.push_back(*now);
  }
  for (const EphemeralContainer& now : fresh) {
    if (find_name(before, now.name) == nullptr) ordered.push_back(now);
  }
  return ordered;
}

void check_ephemeral_change(const PodSpec& before, const PodSpec& fresh, FieldErrors& errors) {
  const auto forbid = [&](const Text& name, const char* what) {
    errors.push_back(
        field_forbidden("spec.ephemeralContainers",
                        "existing ephemeral containers \"" + name.str() + "\" may not be " + what + "\n"));
  };
  for (const EphemeralContainer& old : before.ephemeral_containers) {
    const EphemeralContainer* now = find_name(fresh.ephemeral_containers, old.name);
    if (now == nullptr)
      forbid(old.name, "removed");
    else if (!(*now == old))
      forbid(old.name, "changed");
  }
}

}  // namespace

bool is_pod_part(std::string_view subresource) { return subresource == kEphemeral || subresource == kResize; }

void keep_all_but_part(Pod& fresh, const Pod& before, std::string_view part) {
  Box<PodSpec> wanted = fresh.spec;
  fresh = before;
  if (part == kEphemeral) {
    fresh.spec.edit().ephemeral_containers =
        in_order(before.spec.value().ephemeral_containers, wanted.value().ephemeral_containers);
    return default_pod_spec(fresh.spec, true);
  }
  default_pod_spec(wanted, true);
  take_resources(fresh.spec, wanted.value());
}

FieldErrors part_faults(const Pod& before, const Pod& fresh, std::string_view part) {
  FieldErrors errors;
  check_pod_spec(fresh.spec.value(), "spec", errors);
  if (before.metadata.annotations.contains("kubernetes.io/config.mirror")) {
    return {field_forbidden("", part == kEphemeral ? "static pods do not support ephemeral containers"
                                                   : "static pods cannot be resized")};
  }
  if (part == kEphemeral)
    check_ephemeral_change(before.spec.value(), fresh.spec.value(), errors);
  else
    check_resize(before, fresh, errors);
  return errors;
}

bool resources_differ(const PodSpec& before, const PodSpec& fresh) {
  const auto differ = [](const List<Container>& a, const List<Container>& b) {
    return a.identity() != b.identity() &&
           !std::equal(a.begin(), a.end(), b.begin(), b.end(),
                       [](const Container& x, const Container& y) { return x.resources == y.resources; });
  };
  return differ(before.containers, fresh.containers) || differ(before.init_containers, fresh.init_containers);
}

}  // namespace podium
