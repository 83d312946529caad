#include "control-plane/rules/pod_defaults.h"

#include <nlohmann/json.hpp>

#include "control-plane/rules/volume_defaults.h"

namespace podium {
namespace {

using nlohmann::json;

// Always for the tag "latest" and for no tag; a digest or another tag is not pulled again.
const char* pull_policy(std::string_view image) {
  if (image.find('@') != std::string_view::npos) return "IfNotPresent";
  const std::size_t slash = image.rfind('/');
  const std::size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
  const bool latest = colon == std::string_view::npos || image.substr(colon + 1) == "latest";
  return latest ? "Always" : "IfNotPresent";
}

void set_if_empty(Text& field, const char* value) {
  if (field.empty()) field = value;
}

void default_probe(Box<Probe>& box) {
  if (!box) return;
  const Probe& p = *box;
  const bool http = p.http_get && (p.http_get->path.empty() || p.http_get->scheme.empty());
  if (p.timeout_seconds && p.period_seconds && p.success_threshold && p.failure_threshold && !http) return;
  Probe& probe = box.edit();
  if (probe.timeout_seconds == 0) probe.timeout_seconds = 1;
  if (probe.period_seconds == 0) probe.period_seconds = 10;
  if (probe.success_threshold == 0) probe.success_threshold = 1;
  if (probe.failure_threshold == 0) probe.failure_threshold = 3;
  if (!http) return;
  set_if_empty(probe.http_get.edit().path, "/");
  set_if_empty(probe.http_get.edit().scheme, "HTTP");
}

void default_hook(Box<LifecycleHandler>& box) {
  if (!box || !box->http_get || (!box->http_get->path.empty() && !box->http_get->scheme.empty())) return;
  HttpGetAction& get = box.edit().http_get.edit();
  set_if_empty(get.path, "/");
  set_if_empty(get.scheme, "HTTP");
}

void default_container(Container& c, bool in_pod, bool host_network) {
  set_if_empty(c.termination_message_path, "/dev/termination-log");
  set_if_empty(c.termination_message_policy, "File");
  if (c.image_pull_policy.empty()) c.image_pull_policy = pull_policy(c.image);
  for (std::size_t i = 0; i < c.ports.size(); ++i) {
    if (c.ports[i].protocol.empty()) c.ports.edit()[i].protocol = "TCP";
    const bool own_host = in_pod && host_network && c.ports[i].host_port == 0;
    if (own_host) c.ports.edit()[i].host_port = c.ports[i].container_port;
  }
  for (Box<Probe>* probe : {&c.liveness_probe, &c.readiness_probe, &c.startup_probe}) default_probe(*probe);
  if (c.lifecycle) {
    Lifecycle lifecycle = *c.lifecycle;
    default_hook(lifecycle.post_start);
    default_hook(lifecycle.pre_stop);
    if (!(lifecycle == *c.lifecycle)) c.lifecycle = lifecycle;
  }
  for (std::size_t i = 0; i < c.env.size(); ++i) {
    const json& source = c.env[i].value_from.json();
    const auto reference = source.find("fieldRef");
    if (reference == source.end() || reference->contains("apiVersion")) continue;
    json versioned = source;
    default_field_ref(versioned);
    c.env.edit()[i].value_from = Tree(std::move(versioned));
  }
  if (!in_pod) return;
  for (const auto& [name, limit] : c.resources.limits) {
    if (!c.resources.requests.contains(name)) c.resources.requests.set(name, limit);
  }
}

// Containers are shared among the pods of a template: copied only if a default is missing.
template <class Kind>
void default_containers(List<Kind>& containers, bool in_pod, bool host_network) {
  for (std::size_t i = 0; i < containers.size(); ++i) {
    Kind defaulted = containers[i];
    default_container(defaulted, in_pod, host_network);
    if (!(defaulted == containers[i])) containers.edit()[i] = std::move(defaulted);
  }
}

bool complete(const PodSpec& spec, bool in_pod) {
  return !spec.restart_policy.empty() && !spec.dns_policy.empty() && !spec.scheduler_name.empty() &&
         spec.termination_grace_period_seconds && spec.security_context &&
         (!in_pod || spec.enable_service_links);
}

}  // namespace

void default_pod_spec(Box<PodSpec>& box, bool in_pod) {
  if (!complete(box.value(), in_pod)) {
    static const Tree empty_object{nlohmann::json::object()};
    PodSpec& spec = box.edit();
    set_if_empty(spec.restart_policy, "Always");
    set_if_empty(spec.dns_policy, "ClusterFirst");
    set_if_empty(spec.scheduler_name, "default-scheduler");
    if (!spec.termination_grace_period_seconds) spec.termination_grace_period_seconds = 30;
    if (!spec.security_context) spec.security_context = empty_object;
    if (in_pod && !spec.enable_service_links) spec.enable_service_links = true;
    if (spec.service_account_name.empty()) spec.service_account_name = spec.service_account;
    spec.service_account = spec.service_account_name;
  }
  // The lists are defaulted as copies, which cost a count each, and put back only if they became others.
  List<Container> init_containers = box->init_containers, containers = box->containers;
  List<EphemeralContainer> ephemeral = box->ephemeral_containers;
  List<Volume> volumes = box->volumes;
  default_containers(init_containers, in_pod, box->host_network);
  default_containers(containers, in_pod, box->host_network);
  default_containers(ephemeral, in_pod, box->host_network);
  default_volumes(volumes);
  const bool same = init_containers.identity() == box->init_containers.identity() &&
                    containers.identity() == box->containers.identity() &&
                    ephemeral.identity() == box->ephemeral_containers.identity() &&
                    volumes.identity() == box->volumes.identity();
  if (same) return;
  PodSpec& spec = box.edit();
  spec.init_containers = std::move(init_containers);
  spec.containers = std::move(containers);
  spec.ephemeral_containers = std::move(ephemeral);
  spec.volumes = std::move(volumes);
}

void default_template(Box<PodTemplateSpec>& box) {
  Box<PodSpec> spec = box.value().spec;
  default_pod_spec(spec, false);
  if (!spec.same_as(box.value().spec)) box.edit().spec = std::move(spec);
}

}  // namespace podium
