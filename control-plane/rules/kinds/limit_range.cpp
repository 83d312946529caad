#include "control-plane/objects/kinds/limit_range.h"

#include <set>

#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

void fill(ResourceList& list, const ResourceList& from) {
  for (const auto& [name, amount] : from) {
    if (!list.contains(name)) list.set(name, amount);
  }
}

// Of a container's limits: max -> default -> defaultRequest, min -> defaultRequest.
void set_defaults(Object& object) {
  auto& range = static_cast<LimitRange&>(object);
  LimitRangeSpec spec = range.spec.value();
  for (std::size_t i = 0; i < spec.limits.size(); ++i) {
    if (!(spec.limits[i].type_ == "Container")) continue;
    LimitRangeItem item = spec.limits[i];
    fill(item.default_, item.max);
    fill(item.default_request, item.default_);
    fill(item.default_request, item.min);
    if (!(item == spec.limits[i])) spec.limits.edit()[i] = std::move(item);
  }
  if (!(spec == range.spec.value())) range.spec = std::move(spec);
}

// `upper[name]`, where there is one, is at least `lower[name]`; the error is that of `field`.
void check_order(const ResourceList& lower, const char* lower_name, const ResourceList& upper,
                 const char* upper_name, const ResourceList& blamed, const std::string& field,
                 FieldErrors& errors) {
  for (const auto& [name, low] : lower) {
    const Quantity* high = upper.find(name);
    if (high == nullptr || low <= *high) continue;
    errors.push_back(invalid_text(field + "[" + name.str() + "]", blamed.get(name).str(),
                                  std::string(lower_name) + " value " + low.str() + " is greater than " +
                                      upper_name + " value " + high->str()));
  }
}

void check_amounts(const ResourceList& list, const std::string& field, FieldErrors& errors) {
  for (const auto& [name, amount] : list) {
    if (amount < Quantity())
      errors.push_back(
          invalid_text(field + "[" + name.str() + "]", amount.str(), "must be greater than or equal to 0"));
  }
}

void check_item(const LimitRangeItem& item, const std::string& at, FieldErrors& errors) {
  if (item.type_.empty()) errors.push_back(required(at + ".type"));
  if (item.type_ == "Pod") {
    constexpr const char* kNotForPods = "may not be specified when `type` is 'Pod'";
    if (!item.default_.empty()) errors.push_back(field_forbidden(at + ".default", kNotForPods));
    if (!item.default_request.empty()) errors.push_back(field_forbidden(at + ".defaultRequest", kNotForPods));
  }
  if (item.type_ == "PersistentVolumeClaim" && !item.min.contains("storage") &&
      !item.max.contains("storage")) {
    errors.push_back(
        required(at, "either minimum or maximum storage value is required, but neither was provided"));
  }
  check_amounts(item.max, at + ".max", errors);
  check_amounts(item.min, at + ".min", errors);
  const ResourceList &limit = item.default_, &request = item.default_request;
  check_order(item.min, "min", item.max, "max", item.min, at + ".min", errors);
  check_order(item.min, "min", request, "default request", request, at + ".defaultRequest", errors);
  check_order(request, "default request", item.max, "max", request, at + ".defaultRequest", errors);
  check_order(request, "default request", limit, "default limit", request, at + ".defaultRequest", errors);
  check_order(item.min, "min", limit, "default", limit, at + ".default", errors);
  check_order(limit, "default", item.max, "max", limit, at + ".default", errors);
  for (const auto& [name, ratio] : item.max_limit_request_ratio) {
    if (ratio < Quantity::of(1))
      errors.push_back(invalid_text(at + ".maxLimitRequestRatio[" + name.str() + "]", ratio.str(),
                                    "ratio " + ratio.str() + " is less than 1"));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const List<LimitRangeItem>& limits = static_cast<const LimitRange&>(object).spec.value().limits;
  std::set<std::string_view> types;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const std::string at = element("spec.limits", i);
    check_item(limits[i], at, errors);
    if (!limits[i].type_.empty() && !types.insert(limits[i].type_.view()).second)
      errors.push_back(duplicate(at + ".type", limits[i].type_));
  }
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& limit_range_rules() {
  static const Rules rules = {&set_defaults,  &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
