#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"

namespace podium {
namespace {

using nlohmann::json;

// The first mistake met on the way, and where. Once there is one, reading goes on without effect.
class Reader {
 public:
  std::string error;

  void read_struct(const Type& type, void* object, const json& tree, const std::string& path) {
    if (!tree.is_object()) return expected(path, tree, "an object");
    json rest;
    for (const auto& [name, value] : tree.items()) {
      if (value.is_null()) continue;
      const Field* field = find(type, name);
      if (field != nullptr) read_field(*field, field->in(object), value, path.empty() ? name : path + "." + name);
      else if (type.rest_offset >= 0) rest[name] = value;
    }
    if (!rest.is_null()) *reinterpret_cast<Tree*>(static_cast<char*>(object) + type.rest_offset) = Tree(std::move(rest));
  }

 private:
  static const Field* find(const Type& type, const std::string& name) {
    for (const Field& field : type.fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }

  void expected(const std::string& path, const json& value, const char* what) {
    constexpr std::size_t kShown = 80;
    if (error.empty()) error = path + ": " + value.dump().substr(0, kShown) + ": expected " + what;
  }

  void read_field(const Field& field, void* into, const json& value, const std::string& path) {
    switch (field.shape) {
      case Shape::kText: read_text(*static_cast<Text*>(into), value, path); break;
      case Shape::kInt32: read_int(*static_cast<std::int32_t*>(into), value, path); break;
      case Shape::kInt64: read_int(*static_cast<std::int64_t*>(into), value, path); break;
      case Shape::kUint64Text: read_revision(*static_cast<std::uint64_t*>(into), value, path); break;
      case Shape::kBool: read_bool(*static_cast<bool*>(into), value, path); break;
      case Shape::kOptInt32: read_int(static_cast<std::optional<std::int32_t>*>(into)->emplace(), value, path); break;
      case Shape::kOptInt64: read_int(static_cast<std::optional<std::int64_t>*>(into)->emplace(), value, path); break;
      case Shape::kOptBool: read_bool(static_cast<std::optional<bool>*>(into)->emplace(), value, path); break;
      case Shape::kTime: read_time(*static_cast<TimePoint*>(into), value, path); break;
      case Shape::kMicroTime: read_time(static_cast<MicroTime*>(into)->at, value, path); break;
      case Shape::kQuantity: read_quantity(*static_cast<Quantity*>(into), value, path); break;
      case Shape::kIntOrString: read_int_or_string(*static_cast<IntOrString*>(into), value, path); break;
      case Shape::kOptIntOrString:
        read_int_or_string(static_cast<std::optional<IntOrString>*>(into)->emplace(), value, path);
        break;
      case Shape::kTexts: read_texts(*static_cast<List<Text>*>(into), value, path); break;
      case Shape::kTextMap: read_text_map(*static_cast<Labels*>(into), value, path); break;
      case Shape::kQuantityMap: read_quantity_map(*static_cast<ResourceList*>(into), value, path); break;
      case Shape::kTree: *static_cast<Tree*>(into) = Tree(value); break;
      case Shape::kStruct: read_struct(field.type(), into, value, path); break;
      case Shape::kBoxed: read_struct(field.type(), field.edit(into), value, path); break;
      case Shape::kList: read_list(field, into, value, path); break;
    }
  }

  void read_text(Text& into, const json& value, const std::string& path) {
    if (!value.is_string()) return expected(path, value, "a string");
    into = value.get_ref<const std::string&>();
  }

  template <class Int>
  void read_int(Int& into, const json& value, const std::string& path) {
    if (!value.is_number_integer()) return expected(path, value, "a whole number");
    const auto wide = value.get<std::int64_t>();
    into = static_cast<Int>(wide);
    if (into != wide) expected(path, value, "a number that fits 32 bits");
  }

  void read_bool(bool& into, const json& value, const std::string& path) {
    if (!value.is_boolean()) return expected(path, value, "true or false");
    into = value.get<bool>();
  }

  void read_revision(std::uint64_t& into, const json& value, const std::string& path) {
    if (!value.is_string()) return expected(path, value, "a string");
    const std::string& text = value.get_ref<const std::string&>();
    into = 0;
    for (const char c : text) {
      if (c < '0' || c > '9') return expected(path, value, "a resource version of this server: digits");
      into = into * 10 + static_cast<std::uint64_t>(c - '0');
    }
  }

  void read_time(TimePoint& into, const json& value, const std::string& path) {
    const auto time = value.is_string() ? parse_time(value.get_ref<const std::string&>()) : std::nullopt;
    if (!time) return expected(path, value, "a time such as 2025-01-01T00:00:00Z");
    into = *time;
  }

  void read_quantity(Quantity& into, const json& value, const std::string& path) {
    const bool plain = value.is_string() || value.is_number();
    const auto quantity = plain ? Quantity::parse(value.is_string() ? value.get<std::string>() : value.dump()) : std::nullopt;
    if (!quantity) {
      return expected(path, value,
                      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    into = *quantity;
  }

  void read_int_or_string(IntOrString& into, const json& value, const std::string& path) {
    if (value.is_number_integer()) into = IntOrString(value.get<std::int32_t>());
    else if (value.is_string()) into = IntOrString(Text(value.get_ref<const std::string&>()));
    else expected(path, value, "a whole number or a string");
  }

  void read_texts(List<Text>& into, const json& value, const std::string& path) {
    if (!value.is_array()) return expected(path, value, "a list");
    for (std::size_t i = 0; i < value.size(); ++i) {
      Text text;
      read_text(text, value[i], path + "[" + std::to_string(i) + "]");
      into.push_back(std::move(text));
    }
  }

  void read_text_map(Labels& into, const json& value, const std::string& path) {
    if (!value.is_object()) return expected(path, value, "an object");
    for (const auto& [key, item] : value.items()) {
      Text text;
      read_text(text, item, path + "." + key);
      into.set(key, std::move(text));
    }
  }

  void read_quantity_map(ResourceList& into, const json& value, const std::string& path) {
    if (!value.is_object()) return expected(path, value, "an object");
    for (const auto& [key, item] : value.items()) {
      Quantity quantity;
      read_quantity(quantity, item, path + "." + key);
      into.set(key, quantity);
    }
  }

  void read_list(const Field& field, void* list, const json& value, const std::string& path) {
    if (!value.is_array()) return expected(path, value, "a list");
    for (std::size_t i = 0; i < value.size(); ++i) {
      read_struct(field.type(), field.append(list), value[i], path + "[" + std::to_string(i) + "]");
    }
  }
};

std::string text_of(const json& tree, const char* name) {
  const auto found = tree.find(name);
  return found != tree.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

DecodedObject from_json(const json& tree) {
  if (!tree.is_object()) return {nullptr, "an object is expected, with apiVersion and kind"};
  const std::string version = text_of(tree, "apiVersion"), name = text_of(tree, "kind");
  const std::size_t slash = version.find('/');
  const bool core = slash == std::string::npos;
  const KindInfo* kind = core ? find_kind("", version, name)
                              : find_kind(version.substr(0, slash), version.substr(slash + 1), name);
  if (kind == nullptr) return {nullptr, "no matches for kind \"" + name + "\" in version \"" + version + "\""};
  return from_json(*kind, tree);
}

DecodedObject from_json(const KindInfo& kind, const json& tree) {
  if (!tree.is_object()) return {nullptr, "an object is expected"};
  Ref<Object> object = kind.create();
  Reader reader;
  json body = tree;
  body.erase("apiVersion");
  body.erase("kind");
  if (const auto metadata = body.find("metadata"); metadata != body.end()) {
    if (!metadata->is_null()) reader.read_struct(ObjectMeta::type(), &object->metadata, *metadata, "metadata");
    body.erase("metadata");
  }
  reader.read_struct(*kind.type, const_cast<void*>(kind.body(*object)), body, "");
  if (!reader.error.empty()) return {nullptr, std::move(reader.error)};
  return {std::move(object), ""};
}

}  // namespace podium
