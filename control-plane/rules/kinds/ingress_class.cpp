#include "control-plane/objects/kinds/ingress_class.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

constexpr std::size_t kMaxController = 250;

const IngressClassSpec& spec_of(const Object& object) {
  return static_cast<const IngressClass&>(object).spec.value();
}

void set_defaults(Object& object) {
  auto& ingress_class = static_cast<IngressClass&>(object);
  const IngressClassSpec& spec = ingress_class.spec.value();
  if (spec.parameters && spec.parameters->scope.empty())
    ingress_class.spec.edit().parameters.edit().scope = "Cluster";
}

// "acme.io/foo": a domain, and a path that is not empty.
bool domain_prefixed(std::string_view controller) {
  const std::size_t slash = controller.find('/');
  return slash != std::string_view::npos && slash + 1 < controller.size() &&
         dns_subdomain_fault(controller.substr(0, slash)).empty();
}

void check_parameters(const IngressClassParametersReference& parameters, FieldErrors& errors) {
  if (const std::string fault = dns_subdomain_fault(parameters.api_group);
      !parameters.api_group.empty() && !fault.empty())
    errors.push_back(invalid_text("spec.parameters.apiGroup", parameters.api_group, fault));
  if (parameters.kind.empty()) errors.push_back(required("spec.parameters.kind"));
  if (parameters.name.empty()) errors.push_back(required("spec.parameters.name"));
  if (parameters.scope == "Namespace") {
    if (parameters.namespace_.empty())
      errors.push_back(required("spec.parameters.namespace", "`parameters.scope` is set to 'Namespace'"));
  } else if (parameters.scope == "Cluster") {
    if (!parameters.namespace_.empty())
      errors.push_back(
          field_forbidden("spec.parameters.namespace", "`parameters.scope` is set to 'Cluster'"));
  } else {
    errors.push_back(not_supported("spec.parameters.scope", parameters.scope, {"Cluster", "Namespace"}));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kSubdomain, errors);
  const IngressClassSpec& spec = spec_of(object);
  if (spec.controller.empty()) {
    errors.push_back(required("spec.controller"));
  } else {
    if (spec.controller.size() > kMaxController)
      errors.push_back(too_long("spec.controller", kMaxController));
    if (!domain_prefixed(spec.controller)) {
      errors.push_back(invalid_text("spec.controller", spec.controller,
                                    "must be a domain-prefixed path (such as \"acme.io/foo\")"));
    }
  }
  if (spec.parameters) check_parameters(*spec.parameters, errors);
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors;
  if (!(spec_of(old).controller == spec_of(fresh).controller))
    errors.push_back(invalid_text("spec.controller", spec_of(fresh).controller, "field is immutable"));
  for (FieldError& error : validate(fresh)) errors.push_back(std::move(error));
  return errors;
}

}  // namespace

const Rules& ingress_class_rules() {
  static const Rules rules = {&set_defaults,    &validate,
                              &validate_update, &spec_differs<IngressClass>,
                              &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
