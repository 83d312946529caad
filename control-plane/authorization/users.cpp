#include "control-plane/authorization/users.h"

namespace podium {
namespace {

constexpr const char* kEverybody = "system:authenticated";
constexpr const char* kAccounts = "system:serviceaccounts";
constexpr const char* kNodes = "system:nodes";
constexpr std::string_view kNodePrefix = "system:node:";

}  // namespace

User anonymous_user() { return {"system:anonymous", {Text("system:unauthenticated")}}; }

User account_user(const Text& space, const Text& name) {
  return {"system:serviceaccount:" + space.str() + ":" + name.str(),
          {Text(kAccounts), Text(std::string(kAccounts) + ":" + space.str()), Text(kEverybody)}};
}

User node_user(const Text& node) {
  User user{"system:node:" + node.str(), {Text(kNodes), Text(kEverybody)}};
  user.kubelet = true;
  return user;
}

UserRef component_user(const Text& name) { return std::make_shared<const User>(known_user(name, {})); }

const UserRef& admin_user() {
  static const UserRef admin =
      std::make_shared<const User>(known_user("kubernetes-admin", {Text(kMastersGroup)}));
  return admin;
}

std::string_view node_of(const User& user) {
  const std::string_view name = user.name.view();
  if (user.kubelet) return name.substr(kNodePrefix.size());
  if (!name.starts_with(kNodePrefix) || !user.in_group(kNodes)) return {};
  return name.substr(kNodePrefix.size());
}

User known_user(const Text& name, List<Text> groups) {
  User user{name, std::move(groups)};
  if (!user.in_group(kEverybody)) user.groups.push_back(kEverybody);
  return user;
}

}  // namespace podium
