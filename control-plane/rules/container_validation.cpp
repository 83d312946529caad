#include "control-plane/rules/container_validation.h"

#include "control-plane/rules/names.h"

namespace podium {
namespace {

constexpr const char* kNotNegative = "must be greater than or equal to 0";
constexpr const char* kPortRange = "must be between 1 and 65535, inclusive";

bool port(std::int32_t number) { return number >= 1 && number <= 65535; }

bool standard_resource(std::string_view name) {
  return name == "cpu" || name == "memory" || name == "ephemeral-storage" || name.starts_with("hugepages-");
}

void check_resource_name(const Text& name, const std::string& field, FieldErrors& errors) {
  if (const std::string fault = qualified_name_fault(name); !fault.empty()) {
    errors.push_back(invalid_text(field, name, fault));
  } else if (name.view().find('/') == std::string_view::npos && !standard_resource(name)) {
    errors.push_back(invalid_text(field, name, "must be a standard resource type or fully qualified"));
    errors.push_back(invalid_text(field, name, "must be a standard resource for containers"));
  }
}

void check_resources(const ResourceRequirements& resources, const std::string& field, FieldErrors& errors) {
  for (const auto& [kind, list] :
       {std::pair("limits", &resources.limits), std::pair("requests", &resources.requests)}) {
    for (const auto& [name, quantity] : *list) {
      const std::string at = field + "." + kind + "[" + name.str() + "]";
      check_resource_name(name, field + "." + kind, errors);
      const bool extended = name.view().find('/') != std::string_view::npos;
      if (extended && quantity.milli_value() % 1000 != 0)
        errors.push_back(invalid_text(at, quantity.str(), "must be an integer"));
      if (quantity < Quantity()) errors.push_back(invalid_text(at, quantity.str(), kNotNegative));
    }
  }
  for (const auto& [name, request] : resources.requests) {
    const Quantity* limit = resources.limits.find(name);
    if (limit != nullptr && request > *limit) {
      errors.push_back(
          invalid_text(field + ".requests", request.str(),
                       "must be less than or equal to " + name.str() + " limit of " + limit->str()));
    }
  }
}

void check_ports(const List<ContainerPort>& ports, const std::string& field, FieldErrors& errors) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const ContainerPort& p = ports[i];
    const std::string at = element(field, i);
    if (!p.name.empty()) {
      if (const std::string fault = port_name_fault(p.name); !fault.empty())
        errors.push_back(invalid_text(at + ".name", p.name, fault));
      else if (!names.insert(p.name.view()).second)
        errors.push_back(duplicate(at + ".name", p.name));
    }
    if (p.container_port == 0)
      errors.push_back(required(at + ".containerPort"));
    else if (!port(p.container_port))
      errors.push_back(invalid_value(at + ".containerPort", std::to_string(p.container_port), kPortRange));
    if (p.host_port != 0 && !port(p.host_port))
      errors.push_back(invalid_value(at + ".hostPort", std::to_string(p.host_port), kPortRange));
    if (!(p.protocol == "TCP") && !(p.protocol == "UDP") && !(p.protocol == "SCTP")) {
      errors.push_back(not_supported(at + ".protocol", p.protocol, {"SCTP", "TCP", "UDP"}));
    }
  }
}

void check_port_reference(const IntOrString& reference, const std::string& field, FieldErrors& errors) {
  if (reference.is_text()) {
    if (const std::string fault = port_name_fault(reference.text); !fault.empty())
      errors.push_back(invalid_text(field, reference.text, fault));
  } else if (!port(reference.number)) {
    errors.push_back(invalid_value(field, std::to_string(reference.number), kPortRange));
  }
}

template <class Handler>
void check_handler(const Handler& handler, bool fourth, const std::string& field, FieldErrors& errors) {
  int count = fourth ? 1 : 0;
  if (handler.exec) {
    ++count;
    if (handler.exec->command.empty()) errors.push_back(required(field + ".exec.command"));
  }
  if (handler.http_get) {
    if (++count > 1)
      errors.push_back(field_forbidden(field + ".httpGet", "may not specify more than 1 handler type"));
    check_port_reference(handler.http_get->port, field + ".httpGet.port", errors);
  }
  if (handler.tcp_socket) {
    if (++count > 1)
      errors.push_back(field_forbidden(field + ".tcpSocket", "may not specify more than 1 handler type"));
    check_port_reference(handler.tcp_socket->port, field + ".tcpSocket.port", errors);
  }
  if (count == 0) errors.push_back(required(field, "must specify a handler type"));
}

void check_probe(const Box<Probe>& box, const std::string& field, bool single_success, FieldErrors& errors) {
  if (!box) return;
  const Probe& probe = *box;
  check_handler(probe, static_cast<bool>(probe.grpc), field, errors);
  if (probe.grpc && !port(probe.grpc->port)) {
    errors.push_back(invalid_value(field + ".grpc.port", std::to_string(probe.grpc->port), kPortRange));
  }
  const std::pair<const char*, std::int32_t> numbers[] = {
      {"initialDelaySeconds", probe.initial_delay_seconds},
      {"timeoutSeconds", probe.timeout_seconds},
      {"periodSeconds", probe.period_seconds},
      {"successThreshold", probe.success_threshold},
      {"failureThreshold", probe.failure_threshold}};
  for (const auto& [name, value] : numbers) {
    if (value < 0) errors.push_back(invalid_value(field + "." + name, std::to_string(value), kNotNegative));
  }
  if (single_success && probe.success_threshold > 1) {
    errors.push_back(
        invalid_value(field + ".successThreshold", std::to_string(probe.success_threshold), "must be 1"));
  }
}

void check_mounts(const List<VolumeMount>& mounts, const std::string& field,
                  const std::set<std::string_view>& volumes, FieldErrors& errors) {
  std::set<std::string_view> paths;
  for (std::size_t i = 0; i < mounts.size(); ++i) {
    const VolumeMount& mount = mounts[i];
    const std::string at = element(field, i);
    if (mount.name.empty())
      errors.push_back(required(at + ".name"));
    else if (!volumes.contains(mount.name.view()))
      errors.push_back(field_not_found(at + ".name", mount.name));
    if (mount.mount_path.empty())
      errors.push_back(required(at + ".mountPath"));
    else if (!paths.insert(mount.mount_path.view()).second)
      errors.push_back(invalid_text(at + ".mountPath", mount.mount_path, "must be unique"));
  }
}

void check_image(const Text& image, const std::string& field, FieldErrors& errors) {
  const std::string_view view = image.view();
  if (view.empty())
    errors.push_back(required(field));
  else if (view.front() == ' ' || view.back() == ' ')
    errors.push_back(invalid_text(field, view, "must not have leading or trailing whitespace"));
}

}  // namespace

void check_container(const Container& c, const std::string& field, const std::set<std::string_view>& volumes,
                     bool init, FieldErrors& errors) {
  if (c.name.empty())
    errors.push_back(required(field + ".name"));
  else if (const std::string fault = dns_label_fault(c.name); !fault.empty())
    errors.push_back(invalid_text(field + ".name", c.name, fault));
  check_image(c.image, field + ".image", errors);
  const Text& pull = c.image_pull_policy;
  if (!(pull == "Always") && !(pull == "IfNotPresent") && !(pull == "Never")) {
    errors.push_back(not_supported(field + ".imagePullPolicy", pull, {"Always", "IfNotPresent", "Never"}));
  }
  check_ports(c.ports, field + ".ports", errors);
  for (std::size_t i = 0; i < c.env.size(); ++i) {
    const Text& name = c.env[i].name;
    if (name.empty()) {
      errors.push_back(required(element(field + ".env", i) + ".name"));
    } else if (const std::string fault = env_name_fault(name); !fault.empty()) {
      errors.push_back(invalid_text(element(field + ".env", i) + ".name", name, fault));
    }
  }
  check_resources(c.resources, field + ".resources", errors);
  check_mounts(c.volume_mounts, field + ".volumeMounts", volumes, errors);
  const bool sidecar = init && c.restart_policy == "Always";
  if (!c.restart_policy.empty() && !init) {
    errors.push_back(field_forbidden(field + ".restartPolicy", "may not be set for non-init containers"));
  } else if (!c.restart_policy.empty() && !sidecar) {
    errors.push_back(not_supported(field + ".restartPolicy", c.restart_policy, {"Always"}));
  }
  if (init && !sidecar) {
    const std::pair<const char*, bool> refused[] = {{"livenessProbe", static_cast<bool>(c.liveness_probe)},
                                                    {"readinessProbe", static_cast<bool>(c.readiness_probe)},
                                                    {"startupProbe", static_cast<bool>(c.startup_probe)},
                                                    {"lifecycle", static_cast<bool>(c.lifecycle)}};
    for (const auto& [name, present] : refused) {
      if (present)
        errors.push_back(field_forbidden(field + "." + name,
                                         "may not be set for init containers without restartPolicy=Always"));
    }
    return;
  }
  check_probe(c.liveness_probe, field + ".livenessProbe", true, errors);
  check_probe(c.readiness_probe, field + ".readinessProbe", false, errors);
  check_probe(c.startup_probe, field + ".startupProbe", true, errors);
  if (!c.lifecycle) return;
  if (c.lifecycle->post_start)
    check_handler(*c.lifecycle->post_start, static_cast<bool>(c.lifecycle->post_start->sleep),
                  field + ".lifecycle.postStart", errors);
  if (c.lifecycle->pre_stop)
    check_handler(*c.lifecycle->pre_stop, static_cast<bool>(c.lifecycle->pre_stop->sleep),
                  field + ".lifecycle.preStop", errors);
}

}  // namespace podium
