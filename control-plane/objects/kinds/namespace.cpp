#include "control-plane/objects/kinds/namespace.h"

namespace podium {

const Type& NamespaceSpec::type() {
  using T = NamespaceSpec;
  static const Type t = struct_type<T>("NamespaceSpec", {field("finalizers", &T::finalizers)});
  return t;
}

const Type& NamespaceStatus::type() {
  using T = NamespaceStatus;
  static const Type t =
      struct_type<T>("NamespaceStatus", {field("phase", &T::phase), field("conditions", &T::conditions)});
  return t;
}

const Type& Namespace::type() {
  using T = Namespace;
  static const Type t = struct_type<T>(
      "Namespace", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& namespace_kind() {
  static const KindInfo kind =
      make_kind<Namespace>(kind_index("namespace"), "", "v1", "Namespace", "namespaces", false, true);
  return kind;
}

const KindInfo& Namespace::info() { return namespace_kind(); }

}  // namespace podium
