#include "control-plane/objects/kinds/ingress.h"

#include "control-plane/rules/cidr.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

constexpr const char* kClassAnnotation = "kubernetes.io/ingress.class";
constexpr const char* kWildcard =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must "
    "consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. "
    "'*.example.com', regex used for validation is "
    "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const IngressSpec& spec_of(const Object& object) { return static_cast<const Ingress&>(object).spec.value(); }

void check_backend(const IngressBackend& backend, const std::string& at, FieldErrors& errors) {
  if (backend.resource && backend.service)
    return errors.push_back(invalid_text(at, "", "cannot set both resource and service backends"));
  if (backend.resource) return;
  if (!backend.service)
    return errors.push_back(invalid_text(at, "", "resource or service backend is required"));
  const IngressServiceBackend& service = *backend.service;
  if (service.name.empty())
    errors.push_back(required(at + ".service.name"));
  else if (const std::string fault = dns_1035_label_fault(service.name); !fault.empty())
    errors.push_back(invalid_text(at + ".service.name", service.name, fault));
  const ServiceBackendPort& port = service.port;
  if (!port.name.empty() && port.number != 0) {
    errors.push_back(invalid_text(at, "", "cannot set both port name & port number"));
  } else if (!port.name.empty()) {
    if (const std::string fault = port_name_fault(port.name); !fault.empty())
      errors.push_back(invalid_text(at + ".service.port.name", port.name, fault));
  } else if (port.number == 0) {
    errors.push_back(required(at, "port name or number is required"));
  } else if (port.number < 1 || port.number > 65535) {
    errors.push_back(invalid_value(at + ".service.port.number", std::to_string(port.number),
                                   "must be between 1 and 65535, inclusive"));
  }
}

void check_path_text(const HttpIngressPath& path, const std::string& field, FieldErrors& errors) {
  const std::string_view text = path.path;
  const bool free = path.path_type == "ImplementationSpecific";
  if (!text.starts_with('/') && !(free && text.empty()))
    errors.push_back(invalid_text(field, text, "must be an absolute path"));
  if (free) return;
  for (const char* bad : {"//", "/./", "/../", "%2f", "%2F"}) {
    if (text.find(bad) != std::string_view::npos)
      errors.push_back(invalid_text(field, text, "must not contain '" + std::string(bad) + "'"));
  }
  for (const char* bad : {"/..", "/."}) {
    if (text.ends_with(bad))
      errors.push_back(invalid_text(field, text, "cannot end with '" + std::string(bad) + "'"));
  }
}

void check_path(const HttpIngressPath& path, const std::string& at, FieldErrors& errors) {
  const Text& type = path.path_type;
  if (type.empty()) return errors.push_back(required(at + ".pathType", "pathType must be specified"));
  if (type == "Exact" || type == "Prefix" || type == "ImplementationSpecific")
    check_path_text(path, at + ".path", errors);
  else
    errors.push_back(not_supported(at + ".pathType", type, {"Exact", "ImplementationSpecific", "Prefix"}));
  check_backend(path.backend, at + ".backend", errors);
}

std::string host_fault(std::string_view host) {
  if (host.find('*') == std::string_view::npos) return dns_subdomain_fault(host);
  return host.starts_with("*.") && dns_subdomain_fault(host.substr(2)).empty() ? "" : kWildcard;
}

void check_rule(const IngressRule& rule, const std::string& at, FieldErrors& errors) {
  if (!rule.host.empty()) {
    if (IpAddress::parse(rule.host))
      errors.push_back(invalid_text(at + ".host", rule.host, "must be a DNS name, not an IP address"));
    if (const std::string fault = host_fault(rule.host); !fault.empty())
      errors.push_back(invalid_text(at + ".host", rule.host, fault));
  }
  if (!rule.http) return;
  if (rule.http->paths.empty()) errors.push_back(required(at + ".http.paths"));
  for (std::size_t i = 0; i < rule.http->paths.size(); ++i)
    check_path(rule.http->paths[i], element(at + ".http.paths", i), errors);
}

void check_tls(const IngressTls& tls, const std::string& at, FieldErrors& errors) {
  for (std::size_t i = 0; i < tls.hosts.size(); ++i) {
    if (const std::string fault = host_fault(tls.hosts[i]); !fault.empty())
      errors.push_back(invalid_text(element(at + ".hosts", i), tls.hosts[i], fault));
  }
  if (tls.secret_name.empty()) return;
  if (const std::string fault = dns_subdomain_fault(tls.secret_name); !fault.empty())
    errors.push_back(invalid_text(at + ".secretName", tls.secret_name, fault));
}

FieldErrors validate_update(const Object&, const Object& fresh) {
  FieldErrors errors;
  check_metadata(fresh.metadata, true, NameForm::kSubdomain, errors);
  const IngressSpec& spec = spec_of(fresh);
  if (spec.rules.empty() && !spec.default_backend) {
    errors.push_back(invalid_value("spec", "[]networking.IngressRule(nil)",
                                   "either `defaultBackend` or `rules` must be specified"));
  }
  if (spec.default_backend) check_backend(*spec.default_backend, "spec.defaultBackend", errors);
  for (std::size_t i = 0; i < spec.rules.size(); ++i)
    check_rule(spec.rules[i], element("spec.rules", i), errors);
  for (std::size_t i = 0; i < spec.tls.size(); ++i) check_tls(spec.tls[i], element("spec.tls", i), errors);
  if (spec.ingress_class_name.empty()) return errors;
  if (const std::string fault = dns_subdomain_fault(spec.ingress_class_name); !fault.empty())
    errors.push_back(invalid_text("spec.ingressClassName", spec.ingress_class_name, fault));
  return errors;
}

FieldErrors validate(const Object& object) {
  FieldErrors errors = validate_update(object, object);
  const Text* annotated = object.metadata.annotations.find(kClassAnnotation);
  const Text& named = spec_of(object).ingress_class_name;
  if (annotated != nullptr && !named.empty() && !(*annotated == named)) {
    errors.push_back(invalid_text(std::string("annotations.") + kClassAnnotation, *annotated,
                                  "must match `ingressClassName` when both are specified"));
  }
  return errors;
}

}  // namespace

const Rules& ingress_rules() {
  static const Rules rules = {
      &no_defaults,          &validate, &validate_update, &spec_differs<Ingress>, &keep_status_of<Ingress>,
      &keep_spec_of<Ingress>};
  return rules;
}

}  // namespace podium
