#include "control-plane/objects/kinds/role_binding.h"

namespace podium {

const Type& RoleBinding::type() {
  using T = RoleBinding;
  static const Type t = struct_type<T>(
      "RoleBinding", {field("subjects", &T::subjects), field("roleRef", &T::role_ref, kAlways)}, &T::rest);
  return t;
}

const KindInfo& role_binding_kind() {
  static const KindInfo kind = make_kind<RoleBinding>(kind_index("role_binding"), kRbacGroup, "v1",
                                                      "RoleBinding", "rolebindings", true, false);
  return kind;
}

const KindInfo& RoleBinding::info() { return role_binding_kind(); }

}  // namespace podium
