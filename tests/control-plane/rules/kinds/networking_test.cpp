// Ingresses, their classes, and network policies.
#include "control-plane/rules/cidr.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::update_faults;

namespace {

std::string of(const std::string& kind, const std::string& spec, const std::string& metadata) {
  return "apiVersion: networking.k8s.io/v1\nkind: " + kind + "\nmetadata: {" + metadata + "}\nspec: {" +
         spec + "}\n";
}
std::string ingress(const std::string& spec, const std::string& more = "") {
  return of("Ingress", spec, "name: i, namespace: d" + more);
}
std::string path(const std::string& text) {
  return ingress("rules: [{host: a.example, http: {paths: [{" + text +
                 ", backend: {service: {name: s, port: {number: 80}}}}]}}]");
}
std::string ingress_class(const std::string& spec) { return of("IngressClass", spec, "name: c"); }
std::string policy(const std::string& spec) { return of("NetworkPolicy", spec, "name: p, namespace: d"); }

}  // namespace

TEST_CASE("An ingress has rules or a default backend") {
  CHECK(faults(ingress("defaultBackend: {service: {name: s, port: {name: http}}}")).empty());
  CHECK(faults(ingress("")) == Lines{"spec: Invalid value: []networking.IngressRule(nil): either "
                                     "`defaultBackend` or `rules` must be specified"});
  CHECK(faults(ingress("defaultBackend: {}")) ==
        Lines{"spec.defaultBackend: Invalid value: \"\": resource or service backend is required"});
  CHECK(faults(ingress("defaultBackend: {service: {name: s}}")) ==
        Lines{"spec.defaultBackend: Required value: port name or number is required"});
  CHECK(faults(ingress("defaultBackend: {service: {name: s, port: {name: http, number: 80}}}")) ==
        Lines{"spec.defaultBackend: Invalid value: \"\": cannot set both port name & port number"});
}

TEST_CASE("A path says how it is matched, and is absolute") {
  CHECK(faults(path("path: /, pathType: Prefix")).empty());
  CHECK(faults(path("pathType: ImplementationSpecific")).empty());
  CHECK(faults(path("path: /")) ==
        Lines{"spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"});
  CHECK(faults(path("path: x, pathType: Exact")) ==
        Lines{"spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path"});
  CHECK(faults(path("path: /a//b/.., pathType: Prefix")) ==
        Lines{"spec.rules[0].http.paths[0].path: Invalid value: \"/a//b/..\": must not contain '//'",
              "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b/..\": cannot end with '/..'"});
  CHECK(
      faults(path("path: /, pathType: Regex")) ==
      Lines{
          "spec.rules[0].http.paths[0].pathType: Unsupported value: \"Regex\": supported values: \"Exact\", "
          "\"ImplementationSpecific\", \"Prefix\""});
}

TEST_CASE("A host is a DNS name, perhaps with a star at its beginning") {
  const auto host = [](const std::string& name) {
    return faults(ingress("rules: [{host: '" + name + "'}]"));
  };
  CHECK(host("a.example").empty());
  CHECK(host("*.example").empty());
  CHECK(host("10.0.0.1") ==
        Lines{"spec.rules[0].host: Invalid value: \"10.0.0.1\": must be a DNS name, not an IP address"});
  CHECK(
      host("a.*.example")[0].starts_with("spec.rules[0].host: Invalid value: \"a.*.example\": a wildcard "
                                         "DNS-1123 subdomain must start with '*.'"));
  CHECK(faults(ingress("rules: [{}]", ", annotations: {kubernetes.io/ingress.class: a}")).empty());
  CHECK(
      faults(
          ingress("ingressClassName: b, rules: [{}]", ", annotations: {kubernetes.io/ingress.class: a}")) ==
      Lines{
          "annotations.kubernetes.io/ingress.class: Invalid value: \"a\": must match `ingressClassName` when "
          "both are specified"});
}

TEST_CASE("An ingress class has a controller for good, and parameters of the cluster or of a namespace") {
  const std::string nginx = "controller: k8s.io/nginx";
  CHECK(faults(ingress_class(nginx)).empty());
  CHECK(faults(ingress_class("")) == Lines{"spec.controller: Required value"});
  CHECK(faults(ingress_class("controller: nginx")) ==
        Lines{"spec.controller: Invalid value: \"nginx\": must be a domain-prefixed path (such as "
              "\"acme.io/foo\")"});
  const std::string parameters = nginx + ", parameters: {kind: K, name: o";
  CHECK(to_json(*make::defaulted(ingress_class(parameters + "}")))["spec"]["parameters"]["scope"] ==
        "Cluster");
  CHECK(faults(ingress_class(parameters + ", scope: Namespace}")) ==
        Lines{"spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"});
  CHECK(faults(ingress_class(parameters + ", namespace: x}")) ==
        Lines{"spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"});
  CHECK(update_faults(ingress_class(nginx), ingress_class("controller: k8s.io/other")) ==
        Lines{"spec.controller: Invalid value: \"k8s.io/other\": field is immutable"});
}

TEST_CASE("A network policy is for incoming traffic, and for outgoing if it says anything about it") {
  const auto types = [](const std::string& spec) {
    return to_json(*make::defaulted(policy(spec)))["spec"]["policyTypes"].dump();
  };
  CHECK(types("podSelector: {}") == "[\"Ingress\"]");
  CHECK(types("podSelector: {}, egress: [{}]") == "[\"Ingress\",\"Egress\"]");
  CHECK(types("podSelector: {}, policyTypes: [Egress]") == "[\"Egress\"]");
  const auto made = to_json(*make::defaulted(
      policy("podSelector: {}, ingress: [{ports: [{port: 80}], from: [{podSelector: {}}]}]")));
  CHECK(made["spec"]["ingress"][0]["ports"][0]["protocol"] == "TCP");
  CHECK(made["spec"]["ingress"][0]["from"][0].contains("podSelector"));
  CHECK(made["spec"].contains("podSelector"));
}

TEST_CASE("A network policy's peers and ports are well formed") {
  const auto from = [](const std::string& peer) {
    return faults(policy("podSelector: {}, ingress: [{from: [" + peer + "]}]"));
  };
  CHECK(from("{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}").empty());
  CHECK(from("{}") == Lines{"spec.ingress[0].from[0]: Required value: must specify a peer"});
  CHECK(from("{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}") ==
        Lines{"spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer"});
  CHECK(
      from("{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16, 10.0.0.0/8]}}") ==
      Lines{
          "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict "
          "subset "
          "of `cidr`",
          "spec.ingress[0].from[0].ipBlock.except[1]: Invalid value: \"10.0.0.0/8\": must be a strict subset "
          "of `cidr`"});
  const auto port = [](const std::string& text) {
    return faults(policy("podSelector: {}, egress: [{ports: [{" + text + "}]}]"));
  };
  CHECK(port("port: 80, endPort: 90").empty());
  CHECK(port("port: 80, endPort: 70") ==
        Lines{"spec.egress[0].ports[0].endPort: Invalid value: 70: must be greater than or equal to `port`"});
  CHECK(port("port: http, endPort: 70") ==
        Lines{"spec.egress[0].ports[0].endPort: Invalid value: 70: may not be specified when `port` is "
              "non-numeric"});
  CHECK(port("endPort: 70") ==
        Lines{"spec.egress[0].ports[0].endPort: Invalid value: 70: may not be specified "
              "when `port` is not specified"});
  CHECK(port("protocol: X")[0].starts_with("spec.egress[0].ports[0].protocol: Unsupported value: \"X\""));
}

TEST_CASE("A range of addresses is an address and a number of bits") {
  for (const char* fine : {"10.0.0.0/8", "0.0.0.0/0", "2001:db8::/64", "::/0", "1:2:3:4:5:6:7:8/128"}) {
    INFO(fine);
    CHECK(Cidr::parse(fine));
  }
  for (const char* bad : {"10.0.0.0", "10.0.0/8", "10.0.0.0/33", "10.0.0.256/8", "2001:db8::/129", "1:2:3/64",
                          "1::2::3/64", "x/8", "10.0.0.0/"}) {
    INFO(bad);
    CHECK_FALSE(Cidr::parse(bad));
  }
  const auto inside = [](const char* whole, const char* part) {
    return Cidr::parse(whole)->strictly_contains(*Cidr::parse(part));
  };
  CHECK(inside("10.0.0.0/8", "10.255.0.0/16"));
  CHECK(inside("2001:db8::/32", "2001:db8:1::/48"));
  CHECK_FALSE(inside("2001:db8::/32", "2001:db9::/48"));
  CHECK_FALSE(inside("0.0.0.0/0", "::/1"));
  CHECK_FALSE(inside("10.0.0.0/16", "10.0.0.0/8"));
}
