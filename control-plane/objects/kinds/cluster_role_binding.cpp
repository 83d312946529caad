#include "control-plane/objects/kinds/cluster_role_binding.h"

namespace podium {

const Type& ClusterRoleBinding::type() {
  using T = ClusterRoleBinding;
  static const Type t =
      struct_type<T>("ClusterRoleBinding",
                     {field("subjects", &T::subjects), field("roleRef", &T::role_ref, kAlways)}, &T::rest);
  return t;
}

const KindInfo& cluster_role_binding_kind() {
  static const KindInfo kind =
      make_kind<ClusterRoleBinding>(kind_index("cluster_role_binding"), kRbacGroup, "v1",
                                    "ClusterRoleBinding", "clusterrolebindings", false, false);
  return kind;
}

const KindInfo& ClusterRoleBinding::info() { return cluster_role_binding_kind(); }

}  // namespace podium
