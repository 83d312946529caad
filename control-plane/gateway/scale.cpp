#include "control-plane/gateway/scale.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/printer.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/replica_set.h"

namespace podium {
namespace {

using nlohmann::json;

struct Scale {
  std::int32_t wanted = 0, present = 0;
  const LabelSelector* selector = nullptr;
};

Scale scale_of(const Object& workload) {
  if (const auto* deployment = as<Deployment>(&workload)) {
    return {deployment->spec->replicas.value_or(0), deployment->status.value().replicas,
            deployment->spec->selector.get()};
  }
  const auto& set = static_cast<const ReplicaSet&>(workload);
  return {set.spec->replicas.value_or(0), set.status.value().replicas, set.spec->selector.get()};
}

}  // namespace

bool has_scale(const KindInfo& kind) { return &kind == &Deployment::info() || &kind == &ReplicaSet::info(); }

json scale_json(const Object& workload) {
  const Scale scale = scale_of(workload);
  const ObjectMeta& metadata = workload.metadata;
  return {{"kind", "Scale"},
          {"apiVersion", "autoscaling/v1"},
          {"metadata",
           {{"name", metadata.name.str()},
            {"namespace", metadata.namespace_.str()},
            {"uid", metadata.uid.str()},
            {"resourceVersion", std::to_string(metadata.resource_version)},
            {"creationTimestamp", format_time(metadata.creation_timestamp)}}},
          {"spec", {{"replicas", scale.wanted}}},
          {"status", {{"replicas", scale.present}, {"selector", selector_text(scale.selector)}}}};
}

Ref<Object> with_scale(const Object& workload, const json& scale, std::string& wrong) {
  const json replicas = scale.value(json::json_pointer("/spec/replicas"), json(0));
  if (!replicas.is_number_integer()) {
    wrong = "spec.replicas: Invalid value: " + replicas.dump() + ": must be an integer";
    return nullptr;
  }
  Ref<Object> changed = workload.kind().clone(workload);
  const auto wanted = replicas.get<std::int32_t>();
  if (is<Deployment>(workload))
    static_cast<Deployment&>(*changed).spec.edit().replicas = wanted;
  else
    static_cast<ReplicaSet&>(*changed).spec.edit().replicas = wanted;
  const std::string version = scale.value(json::json_pointer("/metadata/resourceVersion"), std::string());
  changed->metadata.resource_version = 0;
  std::from_chars(version.data(), version.data() + version.size(), changed->metadata.resource_version);
  return changed;
}

}  // namespace podium
