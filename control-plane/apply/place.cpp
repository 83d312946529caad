#include "control-plane/apply/place.h"

#include <nlohmann/json.hpp>

namespace podium::apply {
namespace {

using nlohmann::json;
using schema::ListKind;
using schema::Shape;

bool has_schema(const schema::Type& type) {
  return type.shape != Shape::kRaw && type.shape != Shape::kJson && type.shape != Shape::kFields;
}

// By the type alone, if the value has the form that the type asks for.
Division typed_division(const Place& place) {
  const ListKind list = place.field ? place.field->list : ListKind::kUnset;
  const bool granular = place.field && place.field->granular;
  if (list == ListKind::kAtomic || (place.type->atomic && !granular)) return Division::kWhole;
  switch (place.type->shape) {
    case Shape::kStruct:
    case Shape::kMap: return Division::kMembers;
    case Shape::kList: return list == ListKind::kUnset ? Division::kWhole : Division::kElements;
    default: return Division::kWhole;
  }
}

}  // namespace

Division Place::division(const json& value) const {
  if (!has_schema(*type)) return value.is_object() ? Division::kMembers : Division::kWhole;
  const Division division = typed_division(*this);
  const bool fits =
      value.is_null() || (division == Division::kMembers ? value.is_object() : value.is_array());
  return fits ? division : Division::kWhole;
}

bool Place::declares(std::string_view name) const {
  return type->shape == Shape::kStruct && type->find(name) != nullptr;
}

Place Place::member(std::string_view name) const {
  if (type->shape == Shape::kMap && type->element) return {type->element};
  const schema::Field* found = type->shape == Shape::kStruct ? type->find(name) : nullptr;
  return found ? Place{found->type, found} : Place{&schema::any_type()};
}

Place Place::element() const { return {type->element ? type->element : &schema::any_type()}; }

bool is_empty(const json& value) {
  return value.is_null() || ((value.is_object() || value.is_array()) && value.empty());
}

}  // namespace podium::apply
