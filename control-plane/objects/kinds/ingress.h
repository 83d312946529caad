// Hosts and paths of the outside world, and the services that answer them.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct ServiceBackendPort {
  Text name;
  std::int32_t number = 0;

  bool operator==(const ServiceBackendPort&) const = default;
  static const Type& type();
};

struct IngressServiceBackend {
  Text name;
  ServiceBackendPort port;

  bool operator==(const IngressServiceBackend&) const = default;
  static const Type& type();
};

struct IngressBackend {
  Box<IngressServiceBackend> service;
  Tree resource;  // an object other than a service

  bool operator==(const IngressBackend&) const = default;
  static const Type& type();
};

struct HttpIngressPath {
  Text path, path_type;  // Exact, Prefix, ImplementationSpecific
  IngressBackend backend;

  bool operator==(const HttpIngressPath&) const = default;
  static const Type& type();
};

struct HttpIngressRuleValue {
  List<HttpIngressPath> paths;

  bool operator==(const HttpIngressRuleValue&) const = default;
  static const Type& type();
};

struct IngressRule {
  Text host;  // empty: every host
  Box<HttpIngressRuleValue> http;

  bool operator==(const IngressRule&) const = default;
  static const Type& type();
};

struct IngressTls {
  List<Text> hosts;
  Text secret_name;

  bool operator==(const IngressTls&) const = default;
  static const Type& type();
};

struct IngressSpec {
  Box<IngressBackend> default_backend;
  List<IngressTls> tls;
  List<IngressRule> rules;
  Text ingress_class_name;

  bool operator==(const IngressSpec&) const = default;
  static const Type& type();
};

struct IngressLoadBalancerIngress {
  Text ip, hostname;
  Tree rest;

  bool operator==(const IngressLoadBalancerIngress&) const = default;
  static const Type& type();
};

struct IngressLoadBalancerStatus {
  List<IngressLoadBalancerIngress> ingress;

  bool operator==(const IngressLoadBalancerStatus&) const = default;
  static const Type& type();
};

struct IngressStatus {
  IngressLoadBalancerStatus load_balancer;

  bool operator==(const IngressStatus&) const = default;
  static const Type& type();
};

struct Ingress : Object {
  Ingress() : Object(info()) {}
  Box<IngressSpec> spec;
  IngressStatus status;
  Tree rest;

  bool operator==(const Ingress&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
