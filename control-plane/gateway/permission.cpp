#include "control-plane/gateway/permission.h"

#include <algorithm>

namespace podium {
namespace {

// The value that a field selector demands of a field; empty if it demands none.
std::string_view selected(std::string_view selector, std::string_view field) {
  while (!selector.empty()) {
    const std::size_t end = std::min(selector.find(','), selector.size());
    std::string_view term = selector.substr(0, end);
    selector.remove_prefix(std::min(end + 1, selector.size()));
    if (!term.starts_with(field) || !term.substr(field.size()).starts_with('=')) continue;
    term.remove_prefix(field.size() + 1);
    return term.starts_with('=') ? term.substr(1) : term;
  }
  return {};
}

std::string_view verb_of_method(std::string_view method) {
  static constexpr std::pair<std::string_view, std::string_view> kVerbs[] = {
      {"GET", "get"},     {"HEAD", "head"},     {"POST", "post"},      {"PUT", "put"},
      {"PATCH", "patch"}, {"DELETE", "delete"}, {"OPTIONS", "options"}};
  for (const auto& [name, verb] : kVerbs) {
    if (name == method) return verb;
  }
  return "";
}

std::string_view verb_of(const HttpRequest& request, const ApiPath& path) {
  const bool named = !path.name.empty();
  const std::string_view method = request.method;
  if (method == "GET" || method == "HEAD") {
    if (request.flag("watch")) return "watch";
    return named ? "get" : "list";
  }
  if (method == "POST") return "create";
  if (method == "PUT") return "update";
  if (method == "PATCH") return "patch";
  return method == "DELETE" ? (named ? "delete" : "deletecollection") : "";
}

}  // namespace

AccessRequest access_request_of(const HttpRequest& request, const std::optional<ApiPath>& path,
                                const User& user) {
  AccessRequest asked;
  asked.user = user;
  if (!path) {
    asked.verb = verb_of_method(request.method);
    asked.path = request.path;
    return asked;
  }
  asked.verb = verb_of(request, *path);
  asked.group = path->group;
  asked.resource = path->plural;
  asked.subresource = std::string_view(path->subresource).substr(0, path->subresource.find('/'));
  asked.name = path->name;
  asked.namespace_ = path->namespace_;
  if (path->group.empty() && path->plural == "namespaces") asked.namespace_ = path->name;
  const std::string_view selector = request.parameter("fieldSelector");
  if (asked.name.empty() && asked.verb != "create") asked.name = selected(selector, "metadata.name");
  asked.selected_node = selected(selector, "spec.nodeName");
  return asked;
}

}  // namespace podium
