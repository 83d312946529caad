#include "control-plane/aggregation/api_service.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/time_text.h"
#include "control-plane/custom/tree.h"
#include "control-plane/rules/names.h"

namespace podium::aggregation {
namespace {

using custom::flag_at;
using custom::integer_at;
using custom::list_at;
using custom::object_at;
using custom::text_at;
using nlohmann::json;

// Who makes an APIService says so: those made once at the start, and those that follow a definition.
constexpr const char* kManaged = "kube-aggregator.kubernetes.io/automanaged";
constexpr std::string_view kOnStart = "onstart", kAlways = "true";

struct Priority {
  std::string_view group, version;
  int of_group, of_version;
};

// The order of groups in discovery, and of the versions of a group.
constexpr Priority kPriorities[] = {{"", "v1", 18000, 1},
                                    {"apps", "v1", 17800, 15},
                                    {"events.k8s.io", "v1", 17750, 15},
                                    {"authentication.k8s.io", "v1", 17700, 15},
                                    {"authorization.k8s.io", "v1", 17600, 15},
                                    {"autoscaling", "v2", 17500, 30},
                                    {"autoscaling", "v1", 17500, 15},
                                    {"batch", "v1", 17400, 15},
                                    {"certificates.k8s.io", "v1", 17300, 15},
                                    {"networking.k8s.io", "v1", 17200, 15},
                                    {"policy", "v1", 17100, 15},
                                    {"rbac.authorization.k8s.io", "v1", 17000, 15},
                                    {"storage.k8s.io", "v1", 16800, 15},
                                    {"apiextensions.k8s.io", "v1", 16700, 15},
                                    {"admissionregistration.k8s.io", "v1", 16700, 15},
                                    {"scheduling.k8s.io", "v1", 16600, 15},
                                    {"coordination.k8s.io", "v1", 16500, 15},
                                    {"node.k8s.io", "v1", 16300, 15},
                                    {"discovery.k8s.io", "v1", 16200, 15}};
constexpr int kCustomGroup = 1000, kCustomVersion = 100;
constexpr int kComputedGroup = 100, kComputedVersion = 100;  // as the manifest of metrics-server has them

Ref<Object> local_service(const Priority& priority, std::string_view managed) {
  auto service = make_ref<Generic>(api_service_kind());
  service->metadata.name = service_name(priority.group, priority.version);
  service->metadata.labels.set(kManaged, Text(managed));
  service->body = Tree(json{{"spec",
                             {{"group", priority.group},
                              {"version", priority.version},
                              {"groupPriorityMinimum", priority.of_group},
                              {"versionPriority", priority.of_version}}}});
  return service;
}

json availability(bool local, TimePoint now) {
  if (local)
    return {{"type", "Available"},
            {"status", "True"},
            {"lastTransitionTime", format_time(now)},
            {"reason", "Local"},
            {"message", "Local APIServices are always available"}};
  return {{"type", "Available"},
          {"status", "False"},
          {"lastTransitionTime", format_time(now)},
          {"reason", "NotPassedOn"},
          {"message", "this API server passes no requests on to services"}};
}

void check_priority(const json& spec, const char* field, std::int64_t most, FieldErrors& errors) {
  const std::int64_t value = integer_at(spec, field).value_or(0);
  if (value <= 0 || value > most)
    errors.push_back(invalid_value(std::string("spec.") + field, std::to_string(value),
                                   "must be positive and less than " + std::to_string(most)));
}

void check_service(const json& spec, FieldErrors& errors) {
  const bool insecure = flag_at(spec, "insecureSkipTLSVerify"), trusts = !text_at(spec, "caBundle").empty();
  const auto wrong = [&](const char* field, const char* value, const char* why) {
    errors.push_back(invalid_value(std::string("spec.") + field, value, why));
  };
  if (!spec.contains("service")) {
    if (trusts) wrong("caBundle", "\"\"", "local APIServices may not have a caBundle");
    if (insecure)
      wrong("insecureSkipTLSVerify", "true", "local APIServices may not have insecureSkipTLSVerify");
    return;
  }
  for (const char* field : {"namespace", "name"}) {
    if (text_at(spec["service"], field).empty())
      errors.push_back(required(std::string("spec.service.") + field));
  }
  if (const auto port = integer_at(spec["service"], "port"); port && (*port < 1 || *port > 65535))
    errors.push_back(invalid_value("spec.service.port", std::to_string(*port),
                                   "port is not valid: must be between 1 and 65535, inclusive"));
  if (insecure && trusts) wrong("insecureSkipTLSVerify", "true", "may not be true if caBundle is present");
}

}  // namespace

const KindInfo& api_service_kind() {
  static const KindInfo& kind = *find_kind("apiregistration.k8s.io", "v1", "APIService");
  return kind;
}

std::vector<Ref<Object>> built_in_services() {
  std::vector<Ref<Object>> services;
  for (const Priority& priority : kPriorities) services.push_back(local_service(priority, kOnStart));
  return services;
}

Ref<Object> custom_service(std::string_view group, std::string_view version) {
  return local_service({group, version, kCustomGroup, kCustomVersion}, kAlways);
}

Ref<Object> computed_service(std::string_view group, std::string_view version) {
  return local_service({group, version, kComputedGroup, kComputedVersion}, kOnStart);
}

std::string service_name(std::string_view group, std::string_view version) {
  return std::string(version) + "." + std::string(group);
}

bool follows_definitions(const Object& service) {
  const Text* managed = service.metadata.labels.find(kManaged);
  return managed != nullptr && *managed == kAlways;
}

void settle(Generic& service, TimePoint now) {
  json body = service.body.json();
  if (!body.is_object() || !body.contains("spec")) return;
  const bool local = !body["spec"].contains("service");
  if (!local && !body["spec"]["service"].contains("port")) body["spec"]["service"]["port"] = 443;
  json fresh = availability(local, now);
  const json& conditions = list_at(object_at(body, "status"), "conditions");
  for (const json& condition : conditions) {
    if (text_at(condition, "type") == "Available" && condition["status"] == fresh["status"])
      fresh["lastTransitionTime"] = condition["lastTransitionTime"];
  }
  body["status"] = {{"conditions", {std::move(fresh)}}};
  service.body = Tree(std::move(body));
}

FieldErrors check(const Generic& service) {
  FieldErrors errors;
  const json& spec = object_at(service.body.json(), "spec");
  const std::string group = text_at(spec, "group"), version = text_at(spec, "version");
  const std::string wanted = service_name(group, version);
  if (!(service.metadata.name == wanted))
    errors.push_back(invalid_text("metadata.name", service.metadata.name.view(),
                                  "must be `spec.version+\".\"+spec.group`: " + podium::quoted(wanted)));
  if (group.empty() && version != "v1")
    errors.push_back(required("spec.group", "only v1 may have an empty group and it better be legacy kube"));
  if (const std::string fault = group.empty() ? "" : dns_subdomain_fault(group); !fault.empty())
    errors.push_back(invalid_text("spec.group", group, fault));
  if (const std::string fault = dns_1035_label_fault(version); !fault.empty())
    errors.push_back(invalid_text("spec.version", version, fault));
  check_priority(spec, "groupPriorityMinimum", 20000, errors);
  check_priority(spec, "versionPriority", 1000, errors);
  check_service(spec, errors);
  return errors;
}

}  // namespace podium::aggregation
