#include "control-plane/schema/protobuf.h"

#include <bit>
#include <nlohmann/json.hpp>

#include "control-plane/schema/table.h"
#include "control-plane/schema/text_forms.h"
#include "control-plane/schema/wire_reader.h"

namespace podium::schema {
namespace {

using nlohmann::json;

constexpr std::string_view kMagic{"k8s\0", 4};
constexpr const char* kBroken = "proto: unexpected EOF";

// Decodes messages by their types; remembers the first thing wrong.
class MessageDecoder {
 public:
  json message(const Type& type, std::string_view bytes) {
    json object = json::object();
    merge_message(type, bytes, object);
    return object;
  }

  const std::string& error() const { return error_; }

 private:
  template <class Each>
  void each_value(std::string_view bytes, Each each) {
    WireReader reader(bytes);
    for (WireValue value; reader.next(value);) each(value);
    if (reader.broken()) fail(kBroken);
  }

  void merge_message(const Type& type, std::string_view bytes, json& object) {
    each_value(bytes, [&](const WireValue& value) {
      const WireField* wire = type.find_number(value.field);
      if (!wire) return;
      if (!wire->inlined) return field(*wire->field, value, object);
      if (value.type != WireType::kBytes) return void(wrong_wire_type(*wire->inlined));
      merge_message(*wire->inlined, value.bytes, object);
    });
  }

  void field(const Field& field, const WireValue& value, json& object) {
    const Type& type = *field.type;
    if (type.shape == Shape::kMap) {
      if (value.type != WireType::kBytes) return void(wrong_wire_type(type));
      map_entry(*type.element, value.bytes, object[field.name]);
    } else if (type.shape == Shape::kList) {
      append(*type.element, value, object[field.name]);
    } else if (json read = single(type, value); !left_out(field, read)) {
      object[field.name] = std::move(read);
    }
  }

  // Scalars that are no pointers are always on the wire; JSON leaves out the zeros that may be left out. A
  // null is a zero time.
  static bool left_out(const Field& field, const json& value) {
    if (value.is_null()) return true;
    if (!field.omit_empty || field.pointer) return false;
    if (value.is_number()) return value == 0;
    if (value.is_string()) return value.get_ref<const std::string&>().empty();
    return value.is_boolean() && !value.get<bool>();
  }

  void map_entry(const Type& element, std::string_view bytes, json& map) {
    if (map.is_null()) map = json::object();
    std::string key;
    WireValue last;  // an absent value is a zero one
    last.type = element.shape <= Shape::kInt64 && element.shape != Shape::kString ? WireType::kVarint
                                                                                  : WireType::kBytes;
    each_value(bytes, [&](const WireValue& value) {
      if (value.field == 1) key = text(value.bytes);
      if (value.field == 2) last = value;
    });
    map[key] = single(element, last);
  }

  void append(const Type& element, const WireValue& value, json& list) {
    if (list.is_null()) list = json::array();
    const bool packed =
        value.type == WireType::kBytes &&
        (element.shape == Shape::kBool || element.shape == Shape::kInt32 || element.shape == Shape::kInt64);
    if (!packed) {
      list.push_back(single(element, value));
      return;
    }
    WireReader reader(value.bytes);
    while (!reader.done()) {
      list.push_back(single(element, {value.field, WireType::kVarint, reader.varint(), {}}));
    }
    if (reader.broken()) fail(kBroken);
  }

  json single(const Type& type, const WireValue& value) {
    const bool numeric = type.shape >= Shape::kBool && type.shape <= Shape::kDouble;
    if (numeric != (value.type != WireType::kBytes)) return wrong_wire_type(type);
    switch (type.shape) {
      case Shape::kString: return text(value.bytes);
      case Shape::kBool: return value.number != 0;
      case Shape::kInt32: return static_cast<std::int32_t>(value.number);
      case Shape::kInt64: return static_cast<std::int64_t>(value.number);
      case Shape::kDouble: return std::bit_cast<double>(value.number);
      case Shape::kBytes: return base64(value.bytes);
      case Shape::kQuantity: return text(member(value.bytes, 1).bytes);
      case Shape::kIntOrString: return int_or_string(value.bytes);
      case Shape::kTime:
      case Shape::kMicroTime: return time(value.bytes, type.shape == Shape::kMicroTime);
      case Shape::kDuration: return go_duration(static_cast<std::int64_t>(member(value.bytes, 1).number));
      case Shape::kFields:
      case Shape::kRaw:
      case Shape::kJson: return embedded(member(value.bytes, 1).bytes);
      case Shape::kStruct: return message(type, value.bytes);
      case Shape::kList: return wrapped_list(type, value.bytes);
      case Shape::kMap: break;  // no field of Kubernetes is a list or map of maps
    }
    return fail("proto: a map cannot be an element");
  }

  WireValue member(std::string_view bytes, std::uint32_t number) {
    WireValue found;
    each_value(bytes, [&](const WireValue& value) {
      if (value.field == number) found = value;
    });
    return found;
  }

  json int_or_string(std::string_view bytes) {
    if (member(bytes, 1).number == 1) return text(member(bytes, 3).bytes);
    return static_cast<std::int32_t>(member(bytes, 2).number);
  }

  json time(std::string_view bytes, bool micro) {
    if (bytes.empty()) return nullptr;
    const auto seconds = static_cast<std::int64_t>(member(bytes, 1).number);
    const auto nanos = static_cast<std::int32_t>(member(bytes, 2).number);
    return rfc3339(seconds, micro ? nanos / 1000 : -1);
  }

  json embedded(std::string_view bytes) {
    if (bytes.empty()) return nullptr;
    json value = json::parse(bytes, nullptr, false);
    return value.is_discarded() ? fail("proto: an embedded object is not JSON") : value;
  }

  // A list inside a list or map has a message of its own around it.
  json wrapped_list(const Type& type, std::string_view bytes) {
    json list = json::array();
    each_value(bytes, [&](const WireValue& value) {
      if (value.field == 1) append(*type.element, value, list);
    });
    return list;
  }

  std::string text(std::string_view bytes) {
    if (!valid_utf8(bytes)) fail("proto: a string is not UTF-8");
    return std::string(error_.empty() ? bytes : std::string_view{});
  }

  json wrong_wire_type(const Type& type) {
    return fail("proto: wrong wireType for a field of type " + type.go_name);
  }

  json fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
    return nullptr;
  }

  std::string error_;
};

void read_type_meta(std::string_view bytes, Envelope& envelope) {
  WireReader reader(bytes);
  for (WireValue value; reader.next(value);) {
    if (value.field == 1) envelope.api_version = value.bytes;
    if (value.field == 2) envelope.kind = value.bytes;
  }
}

}  // namespace

std::string open_envelope(std::string_view body, Envelope& envelope) {
  if (!body.starts_with(kMagic)) {
    return "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]";
  }
  WireReader reader(body.substr(kMagic.size()));
  for (WireValue value; reader.next(value);) {
    if (value.type != WireType::kBytes) continue;
    if (value.field == 1) read_type_meta(value.bytes, envelope);
    if (value.field == 2) envelope.content = value.bytes;
    if (value.field == 3) envelope.content_encoding = value.bytes;
    if (value.field == 4) envelope.content_type = value.bytes;
  }
  return reader.broken() ? kBroken : "";
}

std::string decode_message(const Type& type, std::string_view message, json& object) {
  MessageDecoder decoder;
  object = decoder.message(type, message);
  if (!decoder.error().empty()) object = nullptr;
  return decoder.error();
}

std::string decode_protobuf(const Table& table, std::string_view body, json& object) {
  object = nullptr;
  Envelope envelope;
  if (std::string error = open_envelope(body, envelope); !error.empty()) return error;
  const auto slash = envelope.api_version.find('/');
  const auto group =
      slash == envelope.api_version.npos ? std::string_view{} : envelope.api_version.substr(0, slash);
  const auto version =
      slash == envelope.api_version.npos ? envelope.api_version : envelope.api_version.substr(slash + 1);
  const Type* type = table.find_type(group, version, envelope.kind);
  if (!type) {
    return "no kind \"" + std::string(envelope.kind) + "\" is registered for version \"" +
           std::string(envelope.api_version) + "\"";
  }
  if (std::string error = decode_message(*type, envelope.content, object); !error.empty()) return error;
  object["apiVersion"] = envelope.api_version;
  object["kind"] = envelope.kind;
  return "";
}

}  // namespace podium::schema
