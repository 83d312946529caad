// The calls that a served resource answers, as both OpenAPI documents describe them. Private to the
// component.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/table.h"

namespace podium::schema {

struct Operation {
  std::string path;                  // "/apis/apps/v1/namespaces/{namespace}/deployments/{name}"
  std::string method;                // "get", "post", "put", "patch", "delete"
  std::string action;                // "list", "get", "post", "put", "patch", "delete", "deletecollection"
  std::string group, version, kind;  // of the body
  std::string id;                    // "listAppsV1NamespacedDeployment"
  bool in_namespace = false;         // the path has {namespace}
  bool named = false;                // the path has {name}
  bool strategic = true;             // PATCH takes strategic merge patches: all kinds but custom ones

  bool is_list() const { return action == "list"; }
};

struct QueryParameter {
  std::string_view name;
  std::string_view type;  // "string", "boolean", "integer"
  std::string_view description;
};

// In the order of paths; streams (log, exec, proxy and the like) are left out, as no client needs their
// description.
std::vector<Operation> operations_of(const Resource& resource, bool strategic);

// What may stand in the query of an action.
std::vector<QueryParameter> query_parameters(const Operation& operation);
std::vector<std::string> patch_content_types(const Operation& operation);

// "/api/v1" or "/apis/apps/v1".
std::string group_version_path(std::string_view group, std::string_view version);

}  // namespace podium::schema
