#include "control-plane/objects/kinds/cluster_role.h"

namespace podium {

const Type& AggregationRule::type() {
  using T = AggregationRule;
  static const Type t =
      struct_type<T>("AggregationRule", {field("clusterRoleSelectors", &T::cluster_role_selectors)});
  return t;
}

const Type& ClusterRole::type() {
  using T = ClusterRole;
  static const Type t = struct_type<T>(
      "ClusterRole", {field("rules", &T::rules, kAlways), field("aggregationRule", &T::aggregation_rule)},
      &T::rest);
  return t;
}

const KindInfo& cluster_role_kind() {
  static const KindInfo kind = make_kind<ClusterRole>(kind_index("cluster_role"), kRbacGroup, "v1",
                                                      "ClusterRole", "clusterroles", false, false);
  return kind;
}

const KindInfo& ClusterRole::info() { return cluster_role_kind(); }

}  // namespace podium
