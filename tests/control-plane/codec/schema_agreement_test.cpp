// The typed structs against the schema table: a field that a struct names exists on the wire, under that
// name and with that type; and a field that it does not name is kept in its rest.
#include <algorithm>
#include <set>

#include "control-plane/objects/object.h"
#include "control-plane/schema/table.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

bool agree(Shape ours, schema::Shape theirs) {
  using S = schema::Shape;
  switch (ours) {
    case Shape::kText: return theirs == S::kString || theirs == S::kBytes;  // these as base64
    case Shape::kUint64Text: return theirs == S::kString;
    case Shape::kBool:
    case Shape::kOptBool: return theirs == S::kBool;
    case Shape::kInt32:
    case Shape::kOptInt32: return theirs == S::kInt32;
    case Shape::kInt64:
    case Shape::kOptInt64: return theirs == S::kInt64;
    case Shape::kTime: return theirs == S::kTime;
    case Shape::kMicroTime: return theirs == S::kMicroTime;
    case Shape::kQuantity: return theirs == S::kQuantity;
    case Shape::kIntOrString:
    case Shape::kOptIntOrString: return theirs == S::kIntOrString;
    case Shape::kTexts:
    case Shape::kList: return theirs == S::kList;
    case Shape::kTextMap:
    case Shape::kQuantityMap: return theirs == S::kMap;
    case Shape::kStruct:
    case Shape::kBoxed: return theirs == S::kStruct;
    case Shape::kTree: return true;
  }
  return false;
}

bool names(const Type& type, std::string_view name) {
  return std::any_of(type.fields.begin(), type.fields.end(), [&](const Field& f) { return f.name == name; });
}

bool is_envelope(std::string_view name) {
  return name == "apiVersion" || name == "kind" || name == "metadata";
}

// Conditions of all kinds share one struct, which has the fields of all of them.
bool shared(const Type& type) { return type.name == "Condition"; }

void check(const Type& ours, const schema::Type& theirs, const std::string& path,
           std::set<std::string>& seen) {
  if (!seen.insert(path).second) return;
  const bool keeps_the_rest = ours.rest_offset >= 0;
  for (const schema::Field& wire : theirs.fields) {
    INFO(path << "." << wire.name << " of " << theirs.name << " would be lost");
    CHECK((keeps_the_rest || names(ours, wire.name) || is_envelope(wire.name)));
  }
  for (const Field& field : ours.fields) {
    const schema::Field* wire = theirs.find(field.name);
    INFO(path << "." << field.name << " of " << theirs.name);
    if (wire == nullptr && shared(ours)) continue;
    REQUIRE(wire != nullptr);
    CHECK(agree(field.shape, wire->type->shape));
    if (field.shape == Shape::kStruct || field.shape == Shape::kBoxed)
      check(field.type(), *wire->type, path + "." + std::string(field.name), seen);
    if (field.shape == Shape::kList)
      check(field.type(), *wire->type->element, path + "." + std::string(field.name), seen);
  }
}

}  // namespace

TEST_CASE("Typed structs name fields that exist, with their types, and lose no other field") {
  for (const KindInfo* kind : all_kinds()) {
    const schema::Resource* resource = schema::kubernetes().find_kind(kind->group, kind->version, kind->kind);
    const schema::Type* type = resource != nullptr
                                   ? resource->type
                                   : schema::kubernetes().find_type(kind->group, kind->version, kind->kind);
    INFO(kind->kind.view());
    REQUIRE(type != nullptr);
    std::set<std::string> seen;
    check(*kind->type, *type, std::string(kind->kind), seen);
    check(ObjectMeta::type(), *type->find("metadata")->type, std::string(kind->kind) + ".metadata", seen);
    if (resource == nullptr) continue;
    CHECK(resource->plural == kind->plural);
    CHECK(resource->namespaced == kind->namespaced);
    CHECK((resource->find_subresource("status") != nullptr) == kind->has_status);
  }
}
