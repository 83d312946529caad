#include "control-plane/objects/kinds/node.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& node = static_cast<Node&>(object);
  const NodeStatus& status = node.status.value();
  if (status.allocatable.empty() && !status.capacity.empty())
    node.status.edit().allocatable = status.capacity;
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kSubdomain, errors);
  const List<Taint>& taints = static_cast<const Node&>(object).spec.value().taints;
  for (std::size_t i = 0; i < taints.size(); ++i) {
    const std::string at = element("spec.taints", i);
    const Taint& taint = taints[i];
    if (const std::string fault = qualified_name_fault(taint.key); !fault.empty())
      errors.push_back(invalid_text(at + ".key", taint.key, fault));
    const bool known =
        taint.effect == "NoSchedule" || taint.effect == "PreferNoSchedule" || taint.effect == "NoExecute";
    if (!known)
      errors.push_back(
          not_supported(at + ".effect", taint.effect, {"NoExecute", "NoSchedule", "PreferNoSchedule"}));
    for (std::size_t k = 0; k < i; ++k) {
      if (taints[k].key == taint.key && taints[k].effect == taint.effect)
        errors.push_back(duplicate(at, taint.key));
    }
  }
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const Text& before = static_cast<const Node&>(old).spec.value().pod_cidr;
  const Text& after = static_cast<const Node&>(fresh).spec.value().pod_cidr;
  if (!before.empty() && !(before == after)) {
    errors.push_back(
        field_forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"));
  }
  return errors;
}

}  // namespace

const Rules& node_rules() {
  static const Rules rules = {&set_defaults,         &validate,          &validate_update, &never_changes,
                              &keep_status_of<Node>, &keep_spec_of<Node>};
  return rules;
}

}  // namespace podium
