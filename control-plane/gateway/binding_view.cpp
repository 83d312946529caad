#include "control-plane/gateway/binding_view.h"

#include "control-plane/gateway/age.h"

namespace podium {

std::vector<PrintColumn> binding_columns() {
  return {{"Name", "string", "name"},
          {"Role"},
          {"Age"},
          {"Users", "string", "", 1},
          {"Groups", "string", "", 1},
          {"ServiceAccounts", "string", "", 1}};
}

std::vector<Cell> binding_row(const ObjectMeta& metadata, const RoleRef& role, const List<Subject>& subjects,
                              TimePoint now) {
  std::vector<std::string> users, groups, accounts;
  for (const Subject& subject : subjects) {
    if (subject.kind == "User")
      users.push_back(subject.name.str());
    else if (subject.kind == "Group")
      groups.push_back(subject.name.str());
    else
      accounts.push_back(subject.namespace_.str() + "/" + subject.name.str());
  }
  return {metadata.name.str(),
          role.kind.str() + "/" + role.name.str(),
          age(metadata.creation_timestamp, now),
          join(users, ", "),
          join(groups, ", "),
          join(accounts, ", ")};
}

}  // namespace podium
