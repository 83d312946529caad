#include "control-plane/objects/kinds/ingress_class.h"

namespace podium {

const Type& IngressClassParametersReference::type() {
  using T = IngressClassParametersReference;
  static const Type t = struct_type<T>(
      "IngressClassParametersReference",
      {field("apiGroup", &T::api_group), field("kind", &T::kind, kAlways), field("name", &T::name, kAlways),
       field("scope", &T::scope), field("namespace", &T::namespace_)});
  return t;
}

const Type& IngressClassSpec::type() {
  using T = IngressClassSpec;
  static const Type t = struct_type<T>(
      "IngressClassSpec", {field("controller", &T::controller), field("parameters", &T::parameters)});
  return t;
}

const Type& IngressClass::type() {
  using T = IngressClass;
  static const Type t = struct_type<T>("IngressClass", {field("spec", &T::spec, kAlways)}, &T::rest);
  return t;
}

const KindInfo& ingress_class_kind() {
  static const KindInfo kind = make_kind<IngressClass>(kind_index("ingress_class"), "networking.k8s.io", "v1",
                                                       "IngressClass", "ingressclasses", false, false);
  return kind;
}

const KindInfo& IngressClass::info() { return ingress_class_kind(); }

bool IngressClass::is_default() const {
  return metadata.annotations.get("ingressclass.kubernetes.io/is-default-class") == "true";
}

}  // namespace podium
