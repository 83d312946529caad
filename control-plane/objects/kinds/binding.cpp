#include "control-plane/objects/kinds/binding.h"

namespace podium {

const Type& Binding::type() {
  using T = Binding;
  static const Type t = struct_type<T>("Binding", {field("target", &T::target, kAlways)}, &T::rest);
  return t;
}

const KindInfo& binding_kind() {
  static const KindInfo kind =
      make_kind<Binding>(kind_index("binding"), "", "v1", "Binding", "bindings", true, false);
  return kind;
}

const KindInfo& Binding::info() { return binding_kind(); }

}  // namespace podium
