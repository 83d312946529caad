#include "control-plane/gateway/scale.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/custom/json_path.h"
#include "control-plane/gateway/printer.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;

// Where a kind keeps what its scale shows. The same names in every kind, so the kind's own description
// says how to reach them.
struct ScaleFields {
  const Field *spec = nullptr, *replicas = nullptr, *selector = nullptr;
  const Field *status = nullptr, *present = nullptr;
};

const Field* find_field(const Type& type, std::string_view name, Shape shape) {
  const auto found =
      std::ranges::find_if(type.fields, [&](const Field& f) { return f.name == name && f.shape == shape; });
  return found != type.fields.end() ? &*found : nullptr;
}

std::optional<ScaleFields> scale_fields(const KindInfo& kind) {
  ScaleFields fields;
  fields.spec = find_field(*kind.type, "spec", Shape::kBoxed);
  fields.status = find_field(*kind.type, "status", Shape::kBoxed);
  if (fields.spec == nullptr || fields.status == nullptr) return std::nullopt;
  fields.replicas = find_field(fields.spec->type(), "replicas", Shape::kOptInt32);
  fields.present = find_field(fields.status->type(), "replicas", Shape::kInt32);
  fields.selector = find_field(fields.spec->type(), "selector", Shape::kBoxed);
  if (fields.selector == nullptr)
    fields.selector = find_field(fields.spec->type(), "selector", Shape::kTextMap);
  const bool all = fields.replicas != nullptr && fields.present != nullptr && fields.selector != nullptr;
  return all ? std::optional(fields) : std::nullopt;
}

struct Scale {
  std::int32_t wanted = 0, present = 0;
  std::string selector;
};

std::string selector_of(const Field& field, const void* spec) {
  if (field.shape == Shape::kTextMap) {
    const LabelSelector selector{*static_cast<const Labels*>(field.in(spec)), {}};
    return selector_text(&selector);
  }
  return selector_text(static_cast<const LabelSelector*>(field.peek(field.in(spec))));
}

// Of a custom kind: where its definition says. What is not there, or no number, is 0.
std::int32_t number_at(const json& tree, const std::string& path) {
  const std::vector<const json*> found = custom::values_at(tree, path);
  return found.empty() || !found[0]->is_number() ? 0 : found[0]->get<std::int32_t>();
}

Scale custom_scale(const Object& object, const custom::ScalePaths& paths) {
  const json tree = to_json(object);
  Scale scale{number_at(tree, paths.replicas), number_at(tree, paths.status_replicas), ""};
  const std::vector<const json*> selector =
      paths.selector.empty() ? std::vector<const json*>() : custom::values_at(tree, paths.selector);
  if (!selector.empty() && selector[0]->is_string()) scale.selector = selector[0]->get<std::string>();
  return scale;
}

Scale scale_of(const Object& workload, const View* view) {
  if (const custom::Version* custom = custom::version_of(workload.kind(), view))
    return custom_scale(workload, custom->scale);
  const ScaleFields fields = *scale_fields(workload.kind());
  const void* body = workload.kind().body(workload);
  Scale scale;
  if (const void* spec = fields.spec->peek(fields.spec->in(body))) {
    scale.wanted = static_cast<const std::optional<std::int32_t>*>(fields.replicas->in(spec))->value_or(0);
    scale.selector = selector_of(*fields.selector, spec);
  }
  if (const void* status = fields.status->peek(fields.status->in(body)))
    scale.present = *static_cast<const std::int32_t*>(fields.present->in(status));
  return scale;
}

// REQUIRES: nobody else holds the object.
void set_replicas(Object& workload, const View* view, std::int32_t wanted) {
  if (const custom::Version* custom = custom::version_of(workload.kind(), view)) {
    Generic& generic = static_cast<Generic&>(workload);
    json body = generic.body.json();
    if (custom::set_at(body, custom->scale.replicas, wanted)) generic.body = Tree(std::move(body));
    return;
  }
  const ScaleFields fields = *scale_fields(workload.kind());
  void* body = const_cast<void*>(workload.kind().body(workload));
  void* spec = fields.spec->edit(fields.spec->in(body));
  *static_cast<std::optional<std::int32_t>*>(fields.replicas->in(spec)) = wanted;
}

}  // namespace

bool has_scale(const KindInfo& kind, const View* view) {
  if (const custom::Version* custom = custom::version_of(kind, view)) return !custom->scale.replicas.empty();
  const schema::Resource* resource =
      schema::kubernetes().find_resource(kind.group, kind.version, kind.plural);
  return resource != nullptr && resource->find_subresource("scale") != nullptr &&
         scale_fields(kind).has_value();
}

json scale_json(const Object& workload, const View* view) {
  const Scale scale = scale_of(workload, view);
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
          {"status", {{"replicas", scale.present}, {"selector", scale.selector}}}};
}

Ref<Object> with_scale(const Object& workload, const View* view, const json& scale, std::string& wrong) {
  const json replicas = scale.value(json::json_pointer("/spec/replicas"), json(0));
  if (!replicas.is_number_integer()) {
    wrong = "spec.replicas: Invalid value: " + replicas.dump() + ": must be an integer";
    return nullptr;
  }
  Ref<Object> changed = workload.kind().clone(workload);
  set_replicas(*changed, view, replicas.get<std::int32_t>());
  const std::string version = scale.value(json::json_pointer("/metadata/resourceVersion"), std::string());
  changed->metadata.resource_version = 0;
  std::from_chars(version.data(), version.data() + version.size(), changed->metadata.resource_version);
  return changed;
}

}  // namespace podium
