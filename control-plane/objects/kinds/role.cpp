#include "control-plane/objects/kinds/role.h"

namespace podium {

const Type& Role::type() {
  static const Type t = struct_type<Role>("Role", {field("rules", &Role::rules, kAlways)}, &Role::rest);
  return t;
}

const KindInfo& role_kind() {
  static const KindInfo kind =
      make_kind<Role>(kind_index("role"), kRbacGroup, "v1", "Role", "roles", true, false);
  return kind;
}

const KindInfo& Role::info() { return role_kind(); }

}  // namespace podium
