#include "control-plane/controllers/rollout/template_hash.h"

#include <nlohmann/json.hpp>

namespace podium::controllers {

namespace {

class Hasher {
 public:
  void bytes(const void* data, std::size_t size) {
    const auto* at = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i) state_ = (state_ ^ at[i]) * 16777619u;
  }
  void text(std::string_view text) {
    number(static_cast<std::int64_t>(text.size()));
    bytes(text.data(), text.size());
  }
  void number(std::int64_t value) {
    for (int shift = 0; shift < 64; shift += 8) {
      const auto byte = static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> shift);
      bytes(&byte, 1);
    }
  }
  template <class T>
  void maybe(const std::optional<T>& value) {
    number(value ? 1 : 0);
    if (value) number(*value);
  }
  void struct_of(const Type& type, const void* object);
  std::uint32_t state() const { return state_; }

 private:
  void value(const Field& field, const void* at);
  void int_or_string(const IntOrString& value) { value.is_text() ? text(value.text) : number(value.number); }
  void tree(const Tree& tree) {
    if (tree) text(tree.json().dump());
  }

  std::uint32_t state_ = 2166136261u;
};

template <class T>
const T& as_type(const void* at) {
  return *static_cast<const T*>(at);
}

void Hasher::value(const Field& field, const void* at) {
  switch (field.shape) {
    case Shape::kText: return text(as_type<Text>(at));
    case Shape::kInt32: return number(as_type<std::int32_t>(at));
    case Shape::kInt64: return number(as_type<std::int64_t>(at));
    case Shape::kUint64Text: return number(static_cast<std::int64_t>(as_type<std::uint64_t>(at)));
    case Shape::kBool: return number(as_type<bool>(at) ? 1 : 0);
    case Shape::kOptInt32: return maybe(as_type<std::optional<std::int32_t>>(at));
    case Shape::kOptInt64: return maybe(as_type<std::optional<std::int64_t>>(at));
    case Shape::kOptBool: return maybe(as_type<std::optional<bool>>(at));
    case Shape::kTime: return number(nanos(as_type<TimePoint>(at)));
    case Shape::kMicroTime: return number(nanos(as_type<MicroTime>(at).at));
    case Shape::kQuantity: return text(as_type<Quantity>(at).str());
    case Shape::kIntOrString: return int_or_string(as_type<IntOrString>(at));
    case Shape::kOptIntOrString:
      if (const auto& some = as_type<std::optional<IntOrString>>(at)) int_or_string(*some);
      return;
    case Shape::kTexts:
      for (const Text& item : as_type<List<Text>>(at)) text(item);
      return;
    case Shape::kTextMap:
      for (const auto& [key, item] : as_type<Labels>(at)) text(key), text(item);
      return;
    case Shape::kQuantityMap:
      for (const auto& [key, item] : as_type<ResourceList>(at)) text(key), text(item.str());
      return;
    case Shape::kTree: return tree(as_type<Tree>(at));
    case Shape::kStruct: return struct_of(field.type(), at);
    case Shape::kBoxed:
      if (const void* inside = field.peek(at)) struct_of(field.type(), inside);
      return;
    case Shape::kList:
      number(static_cast<std::int64_t>(field.size(at)));
      for (std::size_t i = 0; i < field.size(at); ++i) struct_of(field.type(), field.at(at, i));
      return;
  }
}

void Hasher::struct_of(const Type& type, const void* object) {
  for (const Field& field : type.fields) {
    text(field.name);
    value(field, field.in(object));
  }
  if (type.rest_offset >= 0) tree(as_type<Tree>(static_cast<const char*>(object) + type.rest_offset));
}

}  // namespace

std::string template_hash(const PodTemplateSpec& stamp, std::optional<std::int32_t> collision_count) {
  constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
  Hasher hasher;
  hasher.struct_of(PodTemplateSpec::type(), &stamp);
  if (collision_count) hasher.number(*collision_count);
  std::string name;
  for (const char digit : std::to_string(hasher.state())) {
    name += kAlphabet[static_cast<unsigned char>(digit) % kAlphabet.size()];
  }
  return name;
}

bool same_template(const PodTemplateSpec& a, const PodTemplateSpec& b) {
  if (!(a.spec == b.spec)) return false;
  if (a.metadata == b.metadata) return true;
  ObjectMeta left = a.metadata.value(), right = b.metadata.value();
  left.labels.erase(kTemplateHashLabel);
  right.labels.erase(kTemplateHashLabel);
  return left == right;
}

}  // namespace podium::controllers
