#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/schema/kubernetes_text.h"
#include "control-plane/schema/openapi.h"
#include "control-plane/schema/openapi_operations.h"
#include "control-plane/schema/openapi_schema.h"
#include "control-plane/schema/sha512.h"

namespace podium::schema {
namespace {

using nlohmann::json;

// A document follows from the served kinds, the table, and how this file writes it: change this when that
// changes.
constexpr const char* kEdition = "podium openapi v3 edition 1";
constexpr const char* kDeleteOptions = "meta/v1.DeleteOptions";
constexpr const char* kStatus = "meta/v1.Status";

json path_parameter(const char* name) {
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"schema", {{"type", "string"}, {"uniqueItems", true}}}};
}

json content(const std::vector<std::string>& types, const json& schema) {
  json result = json::object();
  for (const std::string& type : types) result[type] = {{"schema", schema}};
  return result;
}

class DocumentWriter {
 public:
  std::string write(const std::vector<ServedKind>& kinds) {
    paths_ = json::object();
    for (const ServedKind& kind : kinds) {
      for (const Operation& operation : operations_of(*kind.resource, !kind.custom_schema))
        add(kind, operation);
    }
    json document = {{"openapi", "3.0.0"}, {"info", {{"title", "Kubernetes"}, {"version", "v1.33.0"}}}};
    document["paths"] = std::move(paths_);
    document["components"]["schemas"] = schemas_.schemas();
    return document.dump();
  }

 private:
  void add(const ServedKind& kind, const Operation& operation) {
    json& item = paths_[operation.path];
    if (!item.contains("parameters")) {
      item["parameters"] = json::array();
      if (operation.named) item["parameters"].push_back(path_parameter("name"));
      if (operation.in_namespace) item["parameters"].push_back(path_parameter("namespace"));
    }
    item[operation.method] = describe(kind, operation);
  }

  json describe(const ServedKind& kind, const Operation& operation) {
    const json body = body_of(kind, operation);
    json call = {{"operationId", operation.id}, {"x-kubernetes-action", operation.action}};
    call["x-kubernetes-group-version-kind"] = {
        {"group", operation.group}, {"version", operation.version}, {"kind", operation.kind}};
    call["parameters"] = json::array();
    for (const QueryParameter& query : query_parameters(operation)) {
      call["parameters"].push_back({{"name", query.name},
                                    {"in", "query"},
                                    {"description", query.description},
                                    {"schema", {{"type", query.type}, {"uniqueItems", true}}}});
    }
    if (operation.method == "patch")
      call["requestBody"] = request(patch_content_types(operation), schemas_.patch());
    if (operation.method == "post" || operation.method == "put") call["requestBody"] = request({"*/*"}, body);
    if (operation.method == "delete")
      call["requestBody"] = {{"content", content({"*/*"}, meta(kDeleteOptions))}};
    json answer = operation.is_list()
                      ? schemas_.list_of(operation.group, operation.version, operation.kind, body)
                  : operation.method == "delete" ? meta(kStatus)
                                                 : body;
    call["responses"]["200"] = {{"description", "OK"}, {"content", content({"application/json"}, answer)}};
    return call;
  }

  static json request(const std::vector<std::string>& types, const json& schema) {
    return {{"required", true}, {"content", content(types, schema)}};
  }

  json body_of(const ServedKind& kind, const Operation& operation) {
    const bool own = operation.kind == kind.resource->kind && operation.group == kind.resource->group;
    if (own && kind.custom_schema) return schemas_.custom_kind(*kind.resource, *kind.custom_schema);
    const Type* type = kubernetes().find_type(operation.group, operation.version, operation.kind);
    return type ? schemas_.kind(operation.group, operation.version, operation.kind, *type) : schemas_.patch();
  }

  json meta(const char* name) {
    const Type* type = kubernetes().find_type(name);
    return schemas_.kind("", "v1", type->name, *type);
  }

  SchemaSet schemas_{Dialect::kV3};
  json paths_;
};

std::string hash_of(const std::vector<ServedKind>& kinds, const std::string& edition) {
  std::string text = edition;
  for (const ServedKind& kind : kinds) {
    text.append("\n").append(kind.resource->plural).append(" ").append(kind.resource->kind);
    for (const Operation& operation : operations_of(*kind.resource, !kind.custom_schema))
      text.append(" ").append(operation.id);
    if (kind.custom_schema) text.append(" ").append(kind.custom_schema->dump());
  }
  return sha512_hex(text);
}

}  // namespace

std::vector<ServedKind> served_kinds(const Table& table) {
  std::vector<ServedKind> kinds;
  for (const Resource& resource : table.resources()) kinds.push_back({&resource, nullptr});
  return kinds;
}

OpenApiV3::OpenApiV3(const std::vector<ServedKind>& served) {
  for (const ServedKind& kind : served) {
    const std::string path = group_version_path(kind.resource->group, kind.resource->version).substr(1);
    auto at =
        std::find_if(documents_.begin(), documents_.end(), [&](const Document& d) { return d.path == path; });
    if (at == documents_.end()) at = documents_.insert(documents_.end(), Document{path, "", {}});
    at->kinds.push_back(kind);
  }
  const std::string edition = kEdition + sha512_hex(kKubernetesText);
  for (Document& document : documents_) document.hash = hash_of(document.kinds, edition);
}

std::string OpenApiV3::index() const {
  json paths = json::object();
  for (const Document& document : documents_) {
    paths[document.path]["serverRelativeURL"] = "/openapi/v3/" + document.path + "?hash=" + document.hash;
  }
  return json{{"paths", std::move(paths)}}.dump();
}

const OpenApiV3::Document* OpenApiV3::find(std::string_view path) const {
  for (const Document& document : documents_) {
    if (document.path == path) return &document;
  }
  return nullptr;
}

std::string_view OpenApiV3::hash(std::string_view path) const {
  const Document* document = find(path);
  return document ? std::string_view(document->hash) : std::string_view{};
}

std::string OpenApiV3::document(std::string_view path) const {
  const Document* document = find(path);
  return document ? DocumentWriter().write(document->kinds) : "";
}

}  // namespace podium::schema
