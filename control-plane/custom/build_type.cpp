#include "control-plane/custom/build_type.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/tree.h"
#include "control-plane/schema/table.h"

namespace podium::custom {
namespace {

using nlohmann::json;

class Builder {
 public:
  explicit Builder(std::deque<schema::Type>& types) : types_(types) {}

  schema::Type& add(schema::Shape shape, std::string name) {
    schema::Type& type = types_.emplace_back();
    type.shape = shape;
    type.go_name = name;
    type.name = std::move(name);
    return type;
  }

  const schema::Type* of(const json& schema) {
    if (flag_at(schema, "x-kubernetes-int-or-string"))
      return &add(schema::Shape::kIntOrString, "IntOrString");
    const std::string type = text_at(schema, "type");
    if (type == "object") return object(schema);
    if (type == "array") {
      schema::Type& list = add(schema::Shape::kList, "array");
      list.element = of(object_at(schema, "items"));
      return &list;
    }
    if (type == "string") return &add(schema::Shape::kString, "string");
    if (type == "boolean") return &add(schema::Shape::kBool, "boolean");
    if (type == "integer") return &add(schema::Shape::kInt64, "integer");
    if (type == "number") return &add(schema::Shape::kDouble, "number");
    return &schema::any_type();
  }

  void add_fields(schema::Type& type, const json& schema) {
    for (const auto& [name, property] : object_at(schema, "properties").items())
      add_field(type, name, property);
    const std::vector<std::string> needed = texts_at(schema, "required");
    for (schema::Field& field : type.fields)
      field.required = std::ranges::find(needed, field.name) != needed.end();
  }

 private:
  const schema::Type* object(const json& schema) {
    if (schema.contains("additionalProperties")) {
      schema::Type& map = add(schema::Shape::kMap, "object");
      map.element = of(object_at(schema, "additionalProperties"));
      return &map;
    }
    if (flag_at(schema, "x-kubernetes-preserve-unknown-fields") ||
        flag_at(schema, "x-kubernetes-embedded-resource") || !schema.contains("properties"))
      return &schema::any_type();
    schema::Type& type = add(schema::Shape::kStruct, "object");
    type.atomic = text_at(schema, "x-kubernetes-map-type") == "atomic";
    add_fields(type, schema);
    return &type;
  }

  void add_field(schema::Type& type, const std::string& name, const json& property) {
    schema::Field field;
    field.name = name;
    field.type = of(property);
    const std::string list = text_at(property, "x-kubernetes-list-type");
    const bool atomic = list == "atomic" || text_at(property, "x-kubernetes-map-type") == "atomic";
    field.list = list == "set"   ? schema::ListKind::kSet
                 : list == "map" ? schema::ListKind::kMap
                 : atomic        ? schema::ListKind::kAtomic
                                 : schema::ListKind::kUnset;
    for (const std::string& key : texts_at(property, "x-kubernetes-list-map-keys")) {
      field.keys.push_back(key);
      const json& described =
          object_at(object_at(object_at(property, "items"), "properties"), field.keys.back().c_str());
      if (described.contains("default") && described["default"].is_string())
        field.key_default = described["default"].get<std::string>();
    }
    type.fields.push_back(std::move(field));
  }

  std::deque<schema::Type>& types_;
};

void set_field(schema::Type& root, const char* name, const schema::Type* type) {
  std::erase_if(root.fields, [&](const schema::Field& field) { return field.name == name; });
  schema::Field& field = root.fields.emplace_back();
  field.name = name;
  field.type = type;
}

}  // namespace

const schema::Type* build_type(const json& schema, const std::string& kind, std::deque<schema::Type>& types) {
  Builder builder(types);
  schema::Type& root = builder.add(schema::Shape::kStruct, kind);
  builder.add_fields(root, schema);
  const schema::Type* text = &builder.add(schema::Shape::kString, "string");
  set_field(root, "apiVersion", text);
  set_field(root, "kind", text);
  set_field(root, "metadata", schema::kubernetes().find_type("meta/v1.ObjectMeta"));
  std::ranges::sort(root.fields, {}, &schema::Field::name);
  return &root;
}

}  // namespace podium::custom
