#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"

namespace podium {
namespace {

using nlohmann::json;

// Where in the tree a value is. Lives on the stack of the walk and becomes a text only if there is a
// mistake to report: reading a sound object builds no paths.
struct Path {
  const Path* outer = nullptr;
  std::string_view name;  // of a field; empty for an element
  std::size_t index = 0;

  std::string text() const {
    const std::string before = outer == nullptr ? std::string() : outer->text();
    if (name.empty()) return outer == nullptr ? before : before + "[" + std::to_string(index) + "]";
    return before.empty() ? std::string(name) : before + "." + std::string(name);
  }
  Path field(std::string_view field_name) const { return {this, field_name, 0}; }
  Path element(std::size_t i) const { return {this, {}, i}; }
};

// What an object has beside the fields of its type.
bool is_envelope(const std::string& name) {
  return name == "apiVersion" || name == "kind" || name == "metadata";
}

// The first mistake met on the way, and where. Once there is one, reading goes on without effect.
class Reader {
 public:
  std::string error;

  // `whole`: the tree is a whole object, whose envelope is read elsewhere.
  void read_struct(const Type& type, void* object, const json& tree, const Path& path, bool whole = false) {
    if (!tree.is_object()) return expected(path, tree, "an object");
    json rest;
    for (auto item = tree.begin(); item != tree.end(); ++item) {
      if (item->is_null() || (whole && is_envelope(item.key()))) continue;
      const Field* field = find(type, item.key());
      if (field != nullptr)
        read_field(*field, field->in(object), *item, path.field(item.key()));
      else if (type.rest_offset >= 0)
        rest[item.key()] = *item;
    }
    if (rest.is_null()) return;
    *reinterpret_cast<Tree*>(static_cast<char*>(object) + type.rest_offset) = Tree(std::move(rest));
  }

 private:
  static const Field* find(const Type& type, const std::string& name) {
    for (const Field& field : type.fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }

  void expected(const Path& path, const json& value, const char* what) {
    constexpr std::size_t kShown = 80;
    if (error.empty()) error = path.text() + ": " + value.dump().substr(0, kShown) + ": expected " + what;
  }

  void read_field(const Field& field, void* into, const json& value, const Path& path) {
    switch (field.shape) {
      case Shape::kText: read_text(*static_cast<Text*>(into), value, path); break;
      case Shape::kInt32: read_int(*static_cast<std::int32_t*>(into), value, path); break;
      case Shape::kInt64: read_int(*static_cast<std::int64_t*>(into), value, path); break;
      case Shape::kUint64Text: read_revision(*static_cast<std::uint64_t*>(into), value, path); break;
      case Shape::kBool: read_bool(*static_cast<bool*>(into), value, path); break;
      case Shape::kOptInt32:
        read_int(static_cast<std::optional<std::int32_t>*>(into)->emplace(), value, path);
        break;
      case Shape::kOptInt64:
        read_int(static_cast<std::optional<std::int64_t>*>(into)->emplace(), value, path);
        break;
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
      case Shape::kBoxed:
        if (!(field.always && value.is_object() && value.empty()))
          read_struct(field.type(), field.edit(into), value, path);
        break;
      case Shape::kList: read_list(field, into, value, path); break;
    }
  }

  void read_text(Text& into, const json& value, const Path& path) {
    if (!value.is_string()) return expected(path, value, "a string");
    into = value.get_ref<const std::string&>();
  }

  template <class Int>
  void read_int(Int& into, const json& value, const Path& path) {
    if (!value.is_number_integer()) return expected(path, value, "a whole number");
    const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX;
    if (huge) return expected(path, value, "a number that fits 64 bits");
    const auto wide = value.get<std::int64_t>();
    into = static_cast<Int>(wide);
    if (into != wide) expected(path, value, "a number that fits 32 bits");
  }

  void read_bool(bool& into, const json& value, const Path& path) {
    if (!value.is_boolean()) return expected(path, value, "true or false");
    into = value.get<bool>();
  }

  void read_revision(std::uint64_t& into, const json& value, const Path& path) {
    if (!value.is_string()) return expected(path, value, "a string");
    const std::string& text = value.get_ref<const std::string&>();
    if (text.empty()) return;
    const char* last = text.data() + text.size();
    const auto [end, fault] = std::from_chars(text.data(), last, into);
    if (fault != std::errc() || end != last)
      expected(path, value, "a resource version of this server: digits");
  }

  void read_time(TimePoint& into, const json& value, const Path& path) {
    const auto time = value.is_string() ? parse_time(value.get_ref<const std::string&>()) : std::nullopt;
    if (!time) return expected(path, value, "a time such as 2025-01-01T00:00:00Z");
    into = *time;
  }

  void read_quantity(Quantity& into, const json& value, const Path& path) {
    std::optional<Quantity> quantity;
    if (value.is_string()) quantity = Quantity::parse(value.get_ref<const std::string&>());
    if (value.is_number()) quantity = Quantity::parse(value.dump());
    if (!quantity) {
      return expected(
          path, value,
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    into = *quantity;
  }

  void read_int_or_string(IntOrString& into, const json& value, const Path& path) {
    if (value.is_number_integer())
      read_int(into.number, value, path);
    else if (value.is_string())
      into = IntOrString(Text(value.get_ref<const std::string&>()));
    else
      expected(path, value, "a whole number or a string");
  }

  void read_texts(List<Text>& into, const json& value, const Path& path) {
    if (!value.is_array()) return expected(path, value, "a list");
    for (std::size_t i = 0; i < value.size(); ++i) {
      Text text;
      read_text(text, value[i], path.element(i));
      into.push_back(std::move(text));
    }
  }

  void read_text_map(Labels& into, const json& value, const Path& path) {
    if (!value.is_object()) return expected(path, value, "an object");
    for (const auto& [key, item] : value.items()) {
      Text text;
      read_text(text, item, path.field(key));
      into.set(key, std::move(text));
    }
  }

  void read_quantity_map(ResourceList& into, const json& value, const Path& path) {
    if (!value.is_object()) return expected(path, value, "an object");
    for (const auto& [key, item] : value.items()) {
      Quantity quantity;
      read_quantity(quantity, item, path.field(key));
      into.set(key, quantity);
    }
  }

  void read_list(const Field& field, void* list, const json& value, const Path& path) {
    if (!value.is_array()) return expected(path, value, "a list");
    for (std::size_t i = 0; i < value.size(); ++i) {
      read_struct(field.type(), field.append(list), value[i], path.element(i));
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
  if (kind == nullptr)
    return {nullptr, "no matches for kind \"" + name + "\" in version \"" + version + "\""};
  return from_json(*kind, tree);
}

DecodedObject from_json(const KindInfo& kind, const json& tree) {
  if (!tree.is_object()) return {nullptr, "an object is expected"};
  Ref<Object> object = kind.make();
  Reader reader;
  const Path root;
  const auto metadata = tree.find("metadata");
  if (metadata != tree.end() && !metadata->is_null()) {
    reader.read_struct(ObjectMeta::type(), &object->metadata, *metadata, root.field("metadata"));
  }
  reader.read_struct(*kind.type, const_cast<void*>(kind.body(*object)), tree, root, true);
  if (!reader.error.empty()) return {nullptr, std::move(reader.error)};
  return {std::move(object), ""};
}

}  // namespace podium
