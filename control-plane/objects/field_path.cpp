#include "control-plane/objects/field_path.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/custom_kind.h"
#include "control-plane/objects/generic.h"

namespace podium {
namespace {

const Field* find(const Type& type, std::string_view name) {
  for (const Field& field : type.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool scalar(Shape shape) {
  switch (shape) {
    case Shape::kText:
    case Shape::kInt32:
    case Shape::kInt64:
    case Shape::kBool:
    case Shape::kOptInt32:
    case Shape::kOptInt64:
    case Shape::kOptBool: return true;
    default: return false;
  }
}

std::string_view number(std::int64_t value, std::string& scratch) { return scratch = std::to_string(value); }

std::string_view value_of(Shape shape, const void* at, std::string& scratch) {
  switch (shape) {
    case Shape::kText: return static_cast<const Text*>(at)->view();
    case Shape::kInt32: return number(*static_cast<const std::int32_t*>(at), scratch);
    case Shape::kInt64: return number(*static_cast<const std::int64_t*>(at), scratch);
    case Shape::kBool: return *static_cast<const bool*>(at) ? "true" : "false";
    case Shape::kOptInt32:
      return number(static_cast<const std::optional<std::int32_t>*>(at)->value_or(0), scratch);
    case Shape::kOptInt64:
      return number(static_cast<const std::optional<std::int64_t>*>(at)->value_or(0), scratch);
    case Shape::kOptBool:
      return static_cast<const std::optional<bool>*>(at)->value_or(false) ? "true" : "false";
    default: return {};
  }
}

std::string_view value_in(const nlohmann::json& tree, const std::vector<std::string>& names,
                          std::string& scratch) {
  const nlohmann::json* at = &tree;
  for (const std::string& name : names) {
    if (!at->is_object() || !at->contains(name)) return {};
    at = &(*at)[name];
  }
  if (at->is_string()) return at->get_ref<const std::string&>();
  return at->is_number() || at->is_boolean() ? scratch = at->dump() : std::string_view();
}

}  // namespace

std::optional<FieldPath> FieldPath::resolve(const KindInfo& kind, std::string_view path) {
  FieldPath resolved;
  const Type* type = kind.type;
  if (path.starts_with("metadata.")) {
    resolved.metadata_ = true;
    type = &ObjectMeta::type();
    path.remove_prefix(std::string_view("metadata.").size());
  }
  while (!resolved.metadata_ && as_custom(kind) != nullptr) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    resolved.names_.emplace_back(path.substr(0, dot));
    if (dot == path.size()) return resolved;
    path.remove_prefix(dot + 1);
  }
  while (true) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const Field* field = find(*type, path.substr(0, dot));
    if (field == nullptr) return std::nullopt;
    resolved.steps_.push_back(field);
    const bool last = dot == path.size();
    const bool struct_like = field->shape == Shape::kStruct || field->shape == Shape::kBoxed;
    if (last) return scalar(field->shape) ? std::optional(resolved) : std::nullopt;
    if (!struct_like) return std::nullopt;
    type = &field->type();
    path.remove_prefix(dot + 1);
  }
}

std::string_view FieldPath::of(const Object& object, std::string& scratch) const {
  if (!names_.empty()) return value_in(static_cast<const Generic&>(object).body.json(), names_, scratch);
  const void* at = metadata_ ? static_cast<const void*>(&object.metadata) : object.kind().body(object);
  for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
    at = steps_[i]->in(at);
    if (steps_[i]->shape == Shape::kBoxed) at = steps_[i]->peek(at);
    if (at == nullptr) return steps_.back()->shape == Shape::kBool ? "false" : std::string_view();
  }
  return value_of(steps_.back()->shape, steps_.back()->in(at), scratch);
}

}  // namespace podium
