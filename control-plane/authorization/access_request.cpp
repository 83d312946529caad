#include "control-plane/authorization/access_request.h"

#include <algorithm>

#include "control-plane/authorization/rule_text.h"

namespace podium {
namespace {

std::string what_is_denied(const AccessRequest& request) {
  const std::string who = "User " + go_quoted(request.user.name) + " cannot " + std::string(request.verb);
  if (!request.path.empty()) return who + " path " + go_quoted(request.path);
  const std::string what =
      who + " resource " + go_quoted(request.full_resource()) + " in API group " + go_quoted(request.group);
  if (request.namespace_.empty()) return what + " at the cluster scope";
  return what + " in the namespace " + go_quoted(request.namespace_);
}

// "pods", "deployments.apps \"web\"", or nothing for a path.
std::string subject_of_denial(const AccessRequest& request) {
  if (!request.path.empty()) return "";
  std::string text(request.resource);
  if (!request.group.empty()) text.append(".").append(request.group);
  if (!request.name.empty()) text += " " + go_quoted(request.name);
  return text + " is ";
}

}  // namespace

bool User::in_group(std::string_view group) const {
  return std::any_of(groups.begin(), groups.end(), [&](const Text& own) { return own == group; });
}

const List<Text>* User::find_extra(std::string_view key) const {
  for (const auto& [name, values] : extra) {
    if (name == key) return &values;
  }
  return nullptr;
}

std::string AccessRequest::full_resource() const {
  std::string text(resource);
  if (!subresource.empty()) text.append("/").append(subresource);
  return text;
}

std::string forbidden_text(const AccessRequest& request, std::string_view reason) {
  std::string text = subject_of_denial(request) + "forbidden: " + what_is_denied(request);
  if (!reason.empty()) text.append(": ").append(reason);
  return text;
}

}  // namespace podium
