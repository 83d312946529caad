#include "control-plane/objects/kinds/ingress.h"

namespace podium {

const Type& ServiceBackendPort::type() {
  using T = ServiceBackendPort;
  static const Type t =
      struct_type<T>("ServiceBackendPort", {field("name", &T::name), field("number", &T::number)});
  return t;
}

const Type& IngressServiceBackend::type() {
  using T = IngressServiceBackend;
  static const Type t = struct_type<T>("IngressServiceBackend",
                                       {field("name", &T::name, kAlways), field("port", &T::port, kAlways)});
  return t;
}

const Type& IngressBackend::type() {
  using T = IngressBackend;
  static const Type t =
      struct_type<T>("IngressBackend", {field("resource", &T::resource), field("service", &T::service)});
  return t;
}

const Type& HttpIngressPath::type() {
  using T = HttpIngressPath;
  static const Type t = struct_type<T>(
      "HTTPIngressPath",
      {field("path", &T::path), field("backend", &T::backend, kAlways), field("pathType", &T::path_type)});
  return t;
}

const Type& HttpIngressRuleValue::type() {
  using T = HttpIngressRuleValue;
  static const Type t = struct_type<T>("HTTPIngressRuleValue", {field("paths", &T::paths, kAlways)});
  return t;
}

const Type& IngressRule::type() {
  using T = IngressRule;
  static const Type t = struct_type<T>("IngressRule", {field("host", &T::host), field("http", &T::http)});
  return t;
}

const Type& IngressTls::type() {
  using T = IngressTls;
  static const Type t =
      struct_type<T>("IngressTLS", {field("hosts", &T::hosts), field("secretName", &T::secret_name)});
  return t;
}

const Type& IngressSpec::type() {
  using T = IngressSpec;
  static const Type t = struct_type<T>(
      "IngressSpec", {field("defaultBackend", &T::default_backend), field("tls", &T::tls),
                      field("rules", &T::rules), field("ingressClassName", &T::ingress_class_name)});
  return t;
}

const Type& IngressLoadBalancerIngress::type() {
  using T = IngressLoadBalancerIngress;
  static const Type t = struct_type<T>("IngressLoadBalancerIngress",
                                       {field("ip", &T::ip), field("hostname", &T::hostname)}, &T::rest);
  return t;
}

const Type& IngressLoadBalancerStatus::type() {
  using T = IngressLoadBalancerStatus;
  static const Type t = struct_type<T>("IngressLoadBalancerStatus", {field("ingress", &T::ingress)});
  return t;
}

const Type& IngressStatus::type() {
  using T = IngressStatus;
  static const Type t = struct_type<T>("IngressStatus", {field("loadBalancer", &T::load_balancer, kAlways)});
  return t;
}

const Type& Ingress::type() {
  using T = Ingress;
  static const Type t = struct_type<T>(
      "Ingress", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& ingress_kind() {
  static const KindInfo kind = make_kind<Ingress>(kind_index("ingress"), "networking.k8s.io", "v1", "Ingress",
                                                  "ingresses", true, true);
  return kind;
}

const KindInfo& Ingress::info() { return ingress_kind(); }

}  // namespace podium
