#include "control-plane/apply/stored_form.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/place.h"

namespace podium::apply {
namespace {

using nlohmann::json;
using schema::Field;
using schema::Shape;

// Only compiled-in types have protobuf numbers; of other types every field may be absent.
bool always_there(const Field& field) {
  if (field.number == 0) return false;
  return field.type->shape == Shape::kStruct ? !field.pointer : !field.omit_empty && !field.pointer;
}

json zero_value(const schema::Type& type) {
  switch (type.shape) {
    case Shape::kString: return "";
    case Shape::kBool: return false;
    case Shape::kInt32:
    case Shape::kInt64:
    case Shape::kDouble:
    case Shape::kIntOrString: return 0;
    case Shape::kQuantity: return "0";
    case Shape::kStruct: return json::object();
    default: return nullptr;
  }
}

void fill(const Place& place, json& value) {
  if (!value.is_object() && !value.is_array()) return;
  const Division division = place.division(value);
  if (division == Division::kElements) {
    for (json& element : value) fill(place.element(), element);
  }
  if (division != Division::kMembers) return;
  if (place.type->shape == Shape::kStruct) {
    for (const Field& field : place.type->fields) {
      if (always_there(field) && !value.contains(field.name)) value[field.name] = zero_value(*field.type);
    }
  }
  for (auto member = value.begin(); member != value.end(); ++member)
    fill(place.member(member.key()), *member);
}

}  // namespace

json stored_form(const schema::Type& type, const json& object) {
  json stored = object;
  fill(Place{&type}, stored);
  return stored;
}

}  // namespace podium::apply
