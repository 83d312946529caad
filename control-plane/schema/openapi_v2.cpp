#include <map>
#include <nlohmann/json.hpp>

#include "control-plane/schema/openapi.h"
#include "control-plane/schema/openapi_operations.h"
#include "control-plane/schema/openapi_schema.h"
#include "control-plane/schema/wire_writer.h"

namespace podium::schema {
namespace {

using nlohmann::json;

// The messages of the openapi.v2 protocol buffers, as far as they are written here, by message and field.
namespace document {
constexpr std::uint32_t kSwagger = 1, kInfo = 2, kPaths = 8, kDefinitions = 9;
}
namespace info {
constexpr std::uint32_t kTitle = 1, kVersion = 2;
}
namespace named {
constexpr std::uint32_t kName = 1, kValue = 2;
}  // namespace named
namespace any {
constexpr std::uint32_t kYaml = 2;
}
namespace paths {
constexpr std::uint32_t kPath = 2;
}
namespace map {
constexpr std::uint32_t kEntry = 1;
}  // namespace map
namespace path_item {
constexpr std::uint32_t kGet = 2, kPut = 3, kPost = 4, kDelete = 5, kPatch = 8, kParameters = 9;
}
namespace operation {
constexpr std::uint32_t kId = 5, kConsumes = 7, kParameters = 8, kResponses = 9, kExtension = 13;
}
namespace parameters_item {
constexpr std::uint32_t kParameter = 1;
}
namespace parameter {
constexpr std::uint32_t kBody = 1, kNonBody = 2;
}
namespace body_parameter {
constexpr std::uint32_t kName = 2, kIn = 3, kRequired = 4, kSchema = 5;
}
namespace non_body {
constexpr std::uint32_t kQuery = 3, kPath = 4;
}
namespace query {
constexpr std::uint32_t kIn = 2, kDescription = 3, kName = 4, kType = 6;
}
namespace path_parameter {
constexpr std::uint32_t kRequired = 1, kIn = 2, kName = 4, kType = 5;
}
namespace responses {
constexpr std::uint32_t kCode = 1;
}
namespace response_value {
constexpr std::uint32_t kResponse = 1;
}
namespace response {
constexpr std::uint32_t kDescription = 1, kSchema = 2;
}
namespace schema_item {
constexpr std::uint32_t kSchema = 1;
}
namespace schema {
constexpr std::uint32_t kRef = 1, kFormat = 2, kDescription = 4, kDefault = 5, kRequired = 19, kEnum = 20,
                        kAdditional = 21, kType = 22, kItems = 23, kAllOf = 24, kProperties = 25,
                        kExtension = 31;
}
namespace additional {
constexpr std::uint32_t kSchema = 1, kBoolean = 2;
}
namespace list {
constexpr std::uint32_t kValue = 1;
}  // namespace list

// JSON is YAML too.
WireWriter any_value(const json& value) { return WireWriter().bytes(any::kYaml, value.dump()); }

WireWriter named_value(std::string_view name, const WireWriter& value) {
  return WireWriter().bytes(named::kName, name).message(named::kValue, value);
}

void extensions(const json& from, std::uint32_t field, WireWriter& to) {
  for (const auto& [name, value] : from.items()) {
    if (name.starts_with("x-")) to.message(field, named_value(name, any_value(value)));
  }
}

void text_member(const json& from, const char* name, std::uint32_t field, WireWriter& to) {
  const auto at = from.find(name);
  if (at != from.end() && at->is_string()) to.bytes(field, at->get_ref<const std::string&>());
}

// What a JSON schema says that OpenAPI 2 knows too, and kubectl reads.
WireWriter schema_message(const json& from) {
  WireWriter to;
  text_member(from, "$ref", schema::kRef, to);
  text_member(from, "format", schema::kFormat, to);
  text_member(from, "description", schema::kDescription, to);
  if (from.contains("default")) to.message(schema::kDefault, any_value(from["default"]));
  for (const json& name : from.value("required", json::array()))
    to.bytes(schema::kRequired, name.get<std::string>());
  for (const json& value : from.value("enum", json::array())) to.message(schema::kEnum, any_value(value));
  if (const auto more = from.find("additionalProperties"); more != from.end()) {
    to.message(schema::kAdditional, more->is_object()
                                        ? WireWriter().message(additional::kSchema, schema_message(*more))
                                        : WireWriter().number(additional::kBoolean, *more == true));
  }
  if (from.contains("type"))
    to.message(schema::kType, WireWriter().bytes(list::kValue, from["type"].get<std::string>()));
  if (from.contains("items"))
    to.message(schema::kItems, WireWriter().message(list::kValue, schema_message(from["items"])));
  if (const auto members = from.find("properties"); members != from.end()) {
    WireWriter properties;
    for (const auto& [name, member] : members->items())
      properties.message(map::kEntry, named_value(name, schema_message(member)));
    to.message(schema::kProperties, properties);
  }
  extensions(from, schema::kExtension, to);
  return to;
}

WireWriter parameters_entry(std::uint32_t kind, const WireWriter& value) {
  return WireWriter().message(parameters_item::kParameter, WireWriter().message(kind, value));
}

WireWriter query_parameter(const QueryParameter& from) {
  const auto message = WireWriter()
                           .bytes(query::kIn, "query")
                           .bytes(query::kDescription, from.description)
                           .bytes(query::kName, from.name)
                           .bytes(query::kType, from.type);
  return parameters_entry(parameter::kNonBody, WireWriter().message(non_body::kQuery, message));
}

WireWriter path_parameter_entry(std::string_view name) {
  const auto message = WireWriter()
                           .number(path_parameter::kRequired, 1)
                           .bytes(path_parameter::kIn, "path")
                           .bytes(path_parameter::kName, name)
                           .bytes(path_parameter::kType, "string");
  return parameters_entry(parameter::kNonBody, WireWriter().message(non_body::kPath, message));
}

WireWriter body_entry(const json& schema) {
  const auto message = WireWriter()
                           .bytes(body_parameter::kName, "body")
                           .bytes(body_parameter::kIn, "body")
                           .number(body_parameter::kRequired, 1)
                           .message(body_parameter::kSchema, schema_message(schema));
  return parameters_entry(parameter::kBody, message);
}

std::uint32_t method_field(std::string_view method) {
  if (method == "get") return path_item::kGet;
  if (method == "put") return path_item::kPut;
  if (method == "post") return path_item::kPost;
  return method == "patch" ? path_item::kPatch : path_item::kDelete;
}

class DocumentWriter {
 public:
  void add(const ServedKind& kind) {
    for (const Operation& call : operations_of(*kind.resource, !kind.custom_schema)) add(kind, call);
  }

  std::string write() && {
    WireWriter document;
    document.bytes(document::kSwagger, "2.0");
    document.message(document::kInfo,
                     WireWriter().bytes(info::kTitle, "Kubernetes").bytes(info::kVersion, "v1.33.0"));
    WireWriter all_paths;
    for (const auto& [path, item] : items_) all_paths.message(paths::kPath, named_value(path, item));
    document.message(document::kPaths, all_paths);
    WireWriter definitions;
    for (const auto& [name, schema] : schemas_.schemas()) {
      definitions.message(map::kEntry, named_value(name, schema_message(schema)));
    }
    return std::move(document.message(document::kDefinitions, definitions)).text();
  }

 private:
  void add(const ServedKind& kind, const Operation& call) {
    const auto [at, fresh] = items_.try_emplace(call.path);
    if (fresh && call.named) at->second.message(path_item::kParameters, path_parameter_entry("name"));
    if (fresh && call.in_namespace)
      at->second.message(path_item::kParameters, path_parameter_entry("namespace"));
    at->second.message(method_field(call.method), describe(kind, call));
  }

  WireWriter describe(const ServedKind& kind, const Operation& call) {
    const json body = body_of(kind, call);
    const bool patch = call.method == "patch";
    WireWriter to;
    to.bytes(operation::kId, call.id);
    if (patch) {
      for (const std::string& type : patch_content_types(call)) to.bytes(operation::kConsumes, type);
    } else {
      to.bytes(operation::kConsumes, "*/*");
    }
    if (patch || call.method == "post" || call.method == "put") {
      to.message(operation::kParameters, body_entry(patch ? schemas_.patch() : body));
    }
    for (const QueryParameter& parameter : query_parameters(call))
      to.message(operation::kParameters, query_parameter(parameter));
    const json answer = call.is_list() ? schemas_.list_of(call.group, call.version, call.kind, body) : body;
    const auto ok =
        WireWriter()
            .bytes(response::kDescription, "OK")
            .message(response::kSchema, WireWriter().message(schema_item::kSchema, schema_message(answer)));
    to.message(operation::kResponses,
               WireWriter().message(responses::kCode,
                                    named_value("200", WireWriter().message(response_value::kResponse, ok))));
    const json marks = {{"x-kubernetes-action", call.action},
                        {"x-kubernetes-group-version-kind",
                         {{"group", call.group}, {"version", call.version}, {"kind", call.kind}}}};
    extensions(marks, operation::kExtension, to);
    return to;
  }

  json body_of(const ServedKind& kind, const Operation& call) {
    const bool own = call.kind == kind.resource->kind && call.group == kind.resource->group;
    if (own && kind.custom_schema) return schemas_.custom_kind(*kind.resource, *kind.custom_schema);
    const Type* type = kubernetes().find_type(call.group, call.version, call.kind);
    return type ? schemas_.kind(call.group, call.version, call.kind, *type) : schemas_.patch();
  }

  SchemaSet schemas_{Dialect::kV2};
  std::map<std::string, WireWriter> items_;
};

}  // namespace

std::string openapi_v2(const std::vector<ServedKind>& served) {
  DocumentWriter writer;
  for (const ServedKind& kind : served) writer.add(kind);
  return std::move(writer).write();
}

}  // namespace podium::schema
