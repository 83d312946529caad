#include "control-plane/custom/object_rules.h"

#include <nlohmann/json.hpp>

#include "control-plane/custom/catalogue.h"
#include "control-plane/custom/prune.h"
#include "control-plane/custom/validate.h"
#include "control-plane/rules/generic_rules.h"
#include "control-plane/rules/names.h"

namespace podium::custom {
namespace {

using nlohmann::json;

const json& schema_of(const Object& object) {
  return custom_kind(object.kind())->definition->storage().schema.json();
}

json body_of(const Object& object) {
  const json& body = static_cast<const Generic&>(object).body.json();
  return body.is_object() ? body : json::object();
}

void fill_in(Object& object) {
  json body = body_of(object);
  set_defaults(schema_of(object), body);
  static_cast<Generic&>(object).body = body.empty() ? Tree() : Tree(std::move(body));
}

FieldErrors check(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, object.kind().namespaced, NameForm::kSubdomain, errors);
  for (FieldError& error : validate(schema_of(object), body_of(object))) errors.push_back(std::move(error));
  return errors;
}

FieldErrors check_update(const Object&, const Object& fresh) { return check(fresh); }

// Without a status subresource everything beside the metadata is the object's own.
bool spec_changed(const Object& old, const Object& fresh) {
  json then = body_of(old), now = body_of(fresh);
  if (old.kind().has_status) {
    then.erase("status");
    now.erase("status");
  }
  return then != now;
}

}  // namespace

const Rules& object_rules() {
  static const Rules rules = {
      &fill_in, &check, &check_update, &spec_changed, generic_rules().keep_status, generic_rules().keep_spec};
  return rules;
}

}  // namespace podium::custom
