#include "control-plane/authorization/users.h"

namespace podium {
namespace {

constexpr const char* kEverybody = "system:authenticated";
constexpr const char* kAccounts = "system:serviceaccounts";

}  // namespace

User anonymous_user() { return {"system:anonymous", {Text("system:unauthenticated")}}; }

User account_user(const Text& space, const Text& name) {
  return {"system:serviceaccount:" + space.str() + ":" + name.str(),
          {Text(kAccounts), Text(std::string(kAccounts) + ":" + space.str()), Text(kEverybody)}};
}

User node_user(const Text& node) {
  return {"system:node:" + node.str(), {Text("system:nodes"), Text(kEverybody)}};
}

User known_user(const Text& name, List<Text> groups) {
  User user{name, std::move(groups)};
  if (!user.in_group(kEverybody)) user.groups.push_back(kEverybody);
  return user;
}

}  // namespace podium
