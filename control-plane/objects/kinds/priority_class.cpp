#include "control-plane/objects/kinds/priority_class.h"

namespace podium {

const Type& PriorityClass::type() {
  using T = PriorityClass;
  static const Type t = struct_type<T>(
      "PriorityClass",
      {field("value", &T::value, kAlways), field("globalDefault", &T::global_default),
       field("description", &T::description), field("preemptionPolicy", &T::preemption_policy)},
      &T::rest);
  return t;
}

const KindInfo& priority_class_kind() {
  static const KindInfo kind =
      make_kind<PriorityClass>(kind_index("priority_class"), "scheduling.k8s.io", "v1", "PriorityClass",
                               "priorityclasses", false, false);
  return kind;
}

const KindInfo& PriorityClass::info() { return priority_class_kind(); }

}  // namespace podium
