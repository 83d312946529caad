#include "control-plane/objects/kinds/secret.h"

namespace podium {

const Type& Secret::type() {
  using T = Secret;
  static const Type t = struct_type<T>("Secret",
                                       {field("data", &T::data), field("stringData", &T::string_data),
                                        field("type", &T::type_), field("immutable", &T::immutable)},
                                       &T::rest);
  return t;
}

const KindInfo& secret_kind() {
  static const KindInfo kind =
      make_kind<Secret>(kind_index("secret"), "", "v1", "Secret", "secrets", true, false);
  return kind;
}

const KindInfo& Secret::info() { return secret_kind(); }

}  // namespace podium
