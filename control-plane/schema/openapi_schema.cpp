#include "control-plane/schema/openapi_schema.h"

#include <nlohmann/json.hpp>

namespace podium::schema {
namespace {

using nlohmann::json;

constexpr const char* kGvk = "x-kubernetes-group-version-kind";
constexpr const char* kMetaV1 = "io.k8s.apimachinery.pkg.apis.meta.v1.";

json text_field(const char* description) { return {{"type", "string"}, {"description", description}}; }

const char* list_kind_name(ListKind kind) {
  switch (kind) {
    case ListKind::kAtomic: return "atomic";
    case ListKind::kSet: return "set";
    case ListKind::kMap: return "map";
    case ListKind::kUnset: break;
  }
  return "";
}

void add_extensions(const Field& field, json& property) {
  if (field.list != ListKind::kUnset) {
    const bool map = field.type->shape == Shape::kMap;
    property[map ? "x-kubernetes-map-type" : "x-kubernetes-list-type"] = list_kind_name(field.list);
  }
  if (!field.keys.empty()) property["x-kubernetes-list-map-keys"] = field.keys;
  if (field.granular) property["x-kubernetes-map-type"] = "granular";
  if (!field.merge_key.empty()) property["x-kubernetes-patch-merge-key"] = field.merge_key;
  std::string strategy = field.merge ? "merge" : field.replace ? "replace" : "";
  if (field.retain_keys) strategy += strategy.empty() ? "retainKeys" : ",retainKeys";
  if (!strategy.empty()) property["x-kubernetes-patch-strategy"] = strategy;
  if (!field.key_default.empty()) property["default"] = field.key_default;
}

struct CommonText {
  std::string_view field, text;
};
// Of fields that mean the same in every kind.
constexpr CommonText kCommonTexts[] = {
    {"apiVersion", "the group and version of this object"}, {"kind", "the kind of this object"},
    {"metadata", "name, labels, owners and the like"},      {"spec", "what is wanted"},
    {"status", "what is the case; written by the system"},
};

std::string_view explain(const Field& field) {
  if (!field.text.empty()) return field.text;
  for (const CommonText& common : kCommonTexts) {
    if (field.name == common.field) return common.text;
  }
  const Type* type = field.type;
  while (type->element) type = type->element;
  return type->text;
}

// "stable.example.com" and "v1" give "com.example.stable.v1.", as upstream names the schemas of custom
// resources.
std::string custom_prefix(std::string_view group, std::string_view version) {
  std::string name;
  while (!group.empty()) {
    const auto dot = group.rfind('.');
    const std::string_view part = dot == group.npos ? group : group.substr(dot + 1);
    name.append(part).append(".");
    group = dot == group.npos ? std::string_view{} : group.substr(0, dot);
  }
  return name.append(version).append(".");
}

}  // namespace

SchemaSet::SchemaSet(Dialect dialect) : dialect_(dialect) {}
SchemaSet::~SchemaSet() = default;

json SchemaSet::reference(const std::string& name) const {
  return {{"$ref", (dialect_ == Dialect::kV2 ? "#/definitions/" : "#/components/schemas/") + name}};
}

json SchemaSet::shared(const std::string& name, json schema) {
  schemas_.emplace(name, std::move(schema));
  return reference(name);
}

json SchemaSet::reference(const Type& type) {
  if (!schemas_.contains(type.openapi_name)) {
    schemas_[type.openapi_name];  // first, as types refer to themselves
    schemas_[type.openapi_name] = structure(type);
  }
  return reference(type.openapi_name);
}

json SchemaSet::scalar(const Type& type) {
  const bool v3 = dialect_ == Dialect::kV3;
  switch (type.shape) {
    case Shape::kString: {
      json schema = {{"type", "string"}};
      if (!type.values.empty()) schema["enum"] = type.values;
      return schema;
    }
    case Shape::kBool: return {{"type", "boolean"}};
    case Shape::kInt32: return {{"type", "integer"}, {"format", "int32"}};
    case Shape::kInt64: return {{"type", "integer"}, {"format", "int64"}};
    case Shape::kDouble: return {{"type", "number"}, {"format", "double"}};
    case Shape::kBytes: return {{"type", "string"}, {"format", "byte"}};
    case Shape::kDuration: return shared(std::string(kMetaV1) + "Duration", {{"type", "string"}});
    case Shape::kTime:
    case Shape::kMicroTime: return shared(kMetaV1 + type.name, {{"type", "string"}, {"format", "date-time"}});
    case Shape::kFields: return shared(kMetaV1 + type.name, {{"type", "object"}});
    case Shape::kRaw: return shared("io.k8s.apimachinery.pkg.runtime.RawExtension", {{"type", "object"}});
    case Shape::kQuantity:
      return shared(
          "io.k8s.apimachinery.pkg.api.resource.Quantity",
          v3 ? json{{"oneOf", {{{"type", "string"}}, {{"type", "number"}}}}} : json{{"type", "string"}});
    case Shape::kIntOrString:
      return shared(
          "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
          v3 ? json{{"oneOf", {{{"type", "integer"}}, {{"type", "string"}}}}, {"format", "int-or-string"}}
             : json{{"type", "string"}, {"format", "int-or-string"}});
    default: return shared("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", json::object());
  }
}

json SchemaSet::value(const Type& type) {
  if (type.shape == Shape::kStruct) return reference(type);
  if (type.shape == Shape::kList) return {{"type", "array"}, {"items", value(*type.element)}};
  if (type.shape == Shape::kMap) return {{"type", "object"}, {"additionalProperties", value(*type.element)}};
  return scalar(type);
}

json SchemaSet::property(const Field& field) {
  json schema = value(*field.type);
  // In OpenAPI 3 nothing may stand beside a reference.
  if (dialect_ == Dialect::kV3 && schema.contains("$ref"))
    schema = {{"allOf", json::array({std::move(schema)})}};
  if (const std::string_view text = explain(field); !text.empty()) schema["description"] = text;
  add_extensions(field, schema);
  return schema;
}

json SchemaSet::structure(const Type& type) {
  json schema = {{"type", "object"}};
  if (!type.text.empty()) schema["description"] = type.text;
  if (type.atomic) schema["x-kubernetes-map-type"] = "atomic";
  for (const Field& field : type.fields) {
    schema["properties"][field.name] = property(field);
    if (field.required) schema["required"].push_back(field.name);
  }
  return schema;
}

void SchemaSet::mark(const std::string& name, std::string_view group, std::string_view version,
                     std::string_view kind) {
  json& marks = schemas_[name][kGvk];
  if (marks.is_null()) marks = json::array();
  json mark = {{"group", group}, {"version", version}, {"kind", kind}};
  for (const json& known : marks) {
    if (known == mark) return;
  }
  marks.push_back(std::move(mark));
}

json SchemaSet::kind(std::string_view group, std::string_view version, std::string_view kind,
                     const Type& type) {
  json ref = reference(type);
  mark(type.openapi_name, group, version, kind);
  return ref;
}

json SchemaSet::custom_kind(const Resource& resource, const json& schema) {
  const std::string name = custom_prefix(resource.group, resource.version) + resource.kind;
  json copy = schema;
  copy["properties"]["apiVersion"] = text_field("the group and version of this object");
  copy["properties"]["kind"] = text_field("the kind of this object");
  if (const Type* meta = kubernetes().find_type("meta/v1.ObjectMeta")) {
    json ref = reference(*meta);
    copy["properties"]["metadata"] =
        dialect_ == Dialect::kV3 ? json{{"allOf", json::array({std::move(ref)})}} : ref;
  }
  schemas_[name] = std::move(copy);
  mark(name, resource.group, resource.version, resource.kind);
  return reference(name);
}

json SchemaSet::list_of(std::string_view group, std::string_view version, std::string_view kind,
                        const json& item) {
  const std::string target = item["$ref"];
  const std::string name = target.substr(target.rfind('/') + 1) + "List";
  json& list = schemas_[name];
  if (!list.is_null()) return reference(name);
  list = {{"type", "object"}, {"required", {"items"}}};
  json& properties = list["properties"];
  properties["apiVersion"] = text_field("the group and version of this list");
  properties["kind"] = text_field("the kind of this list");
  properties["items"] = {{"type", "array"}, {"items", item}};
  if (const Type* meta = kubernetes().find_type("meta/v1.ListMeta"))
    properties["metadata"] = reference(*meta);
  mark(name, group, version, std::string(kind) + "List");
  return reference(name);
}

json SchemaSet::patch() { return shared(std::string(kMetaV1) + "Patch", {{"type", "object"}}); }

}  // namespace podium::schema
