#include "control-plane/rules/generic_rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/objects/generic.h"
#include "control-plane/rules/names.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;

const Generic& generic(const Object& object) { return static_cast<const Generic&>(object); }

void check_value(const schema::Type& type, const json& value, const std::string& path, FieldErrors& errors);

void check_field(const schema::Field& field, const json& holder, const std::string& path,
                 FieldErrors& errors) {
  const auto found = holder.find(field.name);
  const bool there = found != holder.end() && !found->is_null();
  const schema::Shape shape = field.type->shape;
  if (shape == schema::Shape::kString) {
    if (field.required && (!there || *found == "")) return errors.push_back(required(path));
  } else if (shape == schema::Shape::kStruct && field.required && !there) {
    return check_value(*field.type, json::object(), path, errors);  // to Go, an empty one
  }
  if (there) check_value(*field.type, *found, path, errors);
}

void check_value(const schema::Type& type, const json& value, const std::string& path, FieldErrors& errors) {
  if (type.shape == schema::Shape::kStruct && value.is_object()) {
    const std::string prefix = path.empty() ? "" : path + ".";
    for (const schema::Field& field : type.fields) {
      if (path.empty() && (field.name == "metadata" || field.name == "status")) continue;
      check_field(field, value, prefix + field.name, errors);
    }
  } else if (type.shape == schema::Shape::kList && value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      check_value(*type.element, value[i], element(path, i), errors);
  } else if (type.shape == schema::Shape::kString && !type.values.empty() && value.is_string() &&
             std::ranges::find(type.values, value.get_ref<const std::string&>()) == type.values.end()) {
    errors.push_back(not_supported(path, value.get<std::string>(), type.values));
  }
}

FieldErrors validate(const Object& object) {
  const KindInfo& kind = object.kind();
  FieldErrors errors;
  // That of the core group is called "v1.".
  const NameForm form = kind.kind == "APIService" ? NameForm::kPath : NameForm::kSubdomain;
  check_metadata(object.metadata, kind.namespaced, form, errors);
  const schema::Resource* resource =
      schema::kubernetes().find_resource(kind.group, kind.version, kind.plural);
  const json& body = generic(object).body.json();
  check_value(*resource->type, body.is_null() ? json::object() : body, "", errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

json without_status(const Object& object) {
  json body = generic(object).body.json();
  if (body.is_object()) body.erase("status");
  return body;
}

bool spec_changed(const Object& old, const Object& fresh) {
  return without_status(old) != without_status(fresh);
}

// `to` with the status of `from`.
void take_status(json& to, const json& from) {
  if (to.is_null()) to = json::object();
  to.erase("status");
  if (from.is_object() && from.contains("status")) to["status"] = from["status"];
}

void keep_status(Object& fresh, const Object& old) {
  if (!fresh.kind().has_status) return;
  json body = generic(fresh).body.json();
  take_status(body, generic(old).body.json());
  static_cast<Generic&>(fresh).body = Tree(std::move(body));
}

void keep_spec(Object& fresh, const Object& old) {
  json body = generic(old).body.json();
  take_status(body, generic(fresh).body.json());
  static_cast<Generic&>(fresh).body = Tree(std::move(body));
}

}  // namespace

const Rules& generic_rules() {
  static const Rules rules = {&no_defaults,  &validate,    &validate_update,
                              &spec_changed, &keep_status, &keep_spec};
  return rules;
}

}  // namespace podium
