#include "control-plane/rules/ephemeral_container_validation.h"

#include <nlohmann/json.hpp>

#include "control-plane/rules/container_validation.h"

namespace podium {
namespace {

constexpr const char* kNotHere = "cannot be set for an Ephemeral Container";

// What others may have and these may not is judged apart.
Container common_part(const EphemeralContainer& container) {
  Container common = container;
  common.restart_policy = {};
  common.liveness_probe = common.readiness_probe = common.startup_probe = {};
  common.lifecycle = {};
  return common;
}

void check_absent(const EphemeralContainer& c, const std::string& field, FieldErrors& errors) {
  const std::pair<const char*, bool> refused[] = {{"ports", !c.ports.empty()},
                                                  {"resources", !(c.resources == ResourceRequirements())},
                                                  {"resizePolicy", c.rest.json().contains("resizePolicy")},
                                                  {"restartPolicy", !c.restart_policy.empty()},
                                                  {"livenessProbe", static_cast<bool>(c.liveness_probe)},
                                                  {"readinessProbe", static_cast<bool>(c.readiness_probe)},
                                                  {"startupProbe", static_cast<bool>(c.startup_probe)},
                                                  {"lifecycle", static_cast<bool>(c.lifecycle)}};
  for (const auto& [name, present] : refused) {
    if (present) errors.push_back(field_forbidden(field + "." + name, kNotHere));
  }
  for (std::size_t i = 0; i < c.volume_mounts.size(); ++i) {
    const std::string at = element(field + ".volumeMounts", i);
    if (!c.volume_mounts[i].sub_path.empty()) errors.push_back(field_forbidden(at + ".subPath", kNotHere));
    if (c.volume_mounts[i].rest.json().contains("subPathExpr"))
      errors.push_back(field_forbidden(at + ".subPathExpr", kNotHere));
  }
}

}  // namespace

void check_ephemeral_containers(const List<EphemeralContainer>& containers, const std::string& field,
                                const std::set<std::string_view>& volumes,
                                const std::set<std::string_view>& others, FieldErrors& errors) {
  std::set<std::string_view> names = others;
  for (std::size_t i = 0; i < containers.size(); ++i) {
    const EphemeralContainer& container = containers[i];
    const std::string at = element(field, i);
    check_container(common_part(container), at, volumes, false, errors);
    if (!container.name.empty() && !names.insert(container.name.view()).second)
      errors.push_back(duplicate(at + ".name", container.name));
    const Text& target = container.target_container_name;
    if (!target.empty() && !others.contains(target.view()))
      errors.push_back(field_not_found(at + ".targetContainerName", target));
    check_absent(container, at, errors);
  }
}

}  // namespace podium
