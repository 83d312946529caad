#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"

namespace podium {
namespace {

// Writes JSON text; commas are its business.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void text(std::string_view value) {
    out_ += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto c = static_cast<unsigned char>(value[i]);
      if (c >= 0x20 && c != '"' && c != '\\') continue;
      out_.append(value, plain, i - plain);
      escape(c);
      plain = i + 1;
    }
    out_.append(value, plain);
    out_ += '"';
  }
  void number(std::int64_t value) {
    char digits[24];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    (void)error;
    out_.append(digits, end);
  }
  void name(std::string_view name, bool& first) {
    if (!first) out_ += ',';
    first = false;
    out_ += '"';
    out_.append(name).append("\":");
  }
  std::string& out() { return out_; }

 private:
  void escape(unsigned char c) {
    switch (c) {
      case '"': out_ += "\\\""; break;
      case '\\': out_ += "\\\\"; break;
      case '\n': out_ += "\\n"; break;
      case '\t': out_ += "\\t"; break;
      case '\r': out_ += "\\r"; break;
      default: {
        static constexpr char kHex[] = "0123456789abcdef";
        out_ += "\\u00";
        out_ += kHex[c >> 4];
        out_ += kHex[c & 15];
      }
    }
  }

  std::string& out_;
};

void write_struct(const Type& type, const void* object, Writer& writer);

template <class T>
const T& at(const void* value) {
  return *static_cast<const T*>(value);
}

bool struct_empty(const Type& type, const void* object);

bool empty(const Field& field, const void* value) {
  switch (field.shape) {
    case Shape::kText: return at<Text>(value).empty();
    case Shape::kInt32: return at<std::int32_t>(value) == 0;
    case Shape::kInt64: return at<std::int64_t>(value) == 0;
    case Shape::kUint64Text: return at<std::uint64_t>(value) == 0;
    case Shape::kBool: return !at<bool>(value);
    case Shape::kOptInt32: return !at<std::optional<std::int32_t>>(value).has_value();
    case Shape::kOptInt64: return !at<std::optional<std::int64_t>>(value).has_value();
    case Shape::kOptBool: return !at<std::optional<bool>>(value).has_value();
    case Shape::kTime: return at<TimePoint>(value) == TimePoint{};
    case Shape::kMicroTime: return at<MicroTime>(value).at == TimePoint{};
    case Shape::kQuantity: return false;
    case Shape::kIntOrString: return !at<IntOrString>(value).is_text() && at<IntOrString>(value).number == 0;
    case Shape::kOptIntOrString: return !at<std::optional<IntOrString>>(value).has_value();
    case Shape::kTexts: return at<List<Text>>(value).empty();
    case Shape::kTextMap: return at<Labels>(value).empty();
    case Shape::kQuantityMap: return at<ResourceList>(value).empty();
    case Shape::kTree: return !at<Tree>(value);
    case Shape::kStruct: return struct_empty(field.type(), value);
    case Shape::kBoxed: return field.peek(value) == nullptr;
    case Shape::kList: return field.size(value) == 0;
  }
  return true;
}

// A struct is left out if it would be written as {}.
bool struct_empty(const Type& type, const void* object) {
  for (const Field& field : type.fields) {
    if (field.always || !empty(field, field.in(object))) return false;
  }
  return type.rest_offset < 0 || !at<Tree>(static_cast<const char*>(object) + type.rest_offset);
}

void write_int_or_string(const IntOrString& value, Writer& writer) {
  if (value.is_text())
    writer.text(value.text);
  else
    writer.number(value.number);
}

template <class Container, class Write>
void write_array(const Container& items, Writer& writer, Write write) {
  writer.out() += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) writer.out() += ',';
    first = false;
    write(item);
  }
  writer.out() += ']';
}

template <class V, class Write>
void write_map(const Map<V>& map, Writer& writer, Write write) {
  writer.out() += '{';
  bool first = true;
  for (const auto& [key, value] : map) {
    if (!first) writer.out() += ',';
    first = false;
    writer.text(key);
    writer.out() += ':';
    write(value);
  }
  writer.out() += '}';
}

void write_list(const Field& field, const void* list, Writer& writer) {
  const Type& type = field.type();
  writer.out() += '[';
  for (std::size_t i = 0; i < field.size(list); ++i) {
    if (i > 0) writer.out() += ',';
    write_struct(type, field.at(list, i), writer);
  }
  writer.out() += ']';
}

void write_time(TimePoint time, Writer& writer, bool micro) {
  if (time == TimePoint{})
    writer.out() += "null";
  else
    writer.text(micro ? format_micro_time(time) : format_time(time));
}

void write_value(const Field& field, const void* value, Writer& writer) {
  switch (field.shape) {
    case Shape::kText: writer.text(at<Text>(value)); break;
    case Shape::kInt32: writer.number(at<std::int32_t>(value)); break;
    case Shape::kInt64: writer.number(at<std::int64_t>(value)); break;
    case Shape::kUint64Text: writer.text(std::to_string(at<std::uint64_t>(value))); break;
    case Shape::kBool: writer.out() += at<bool>(value) ? "true" : "false"; break;
    case Shape::kOptInt32: writer.number(at<std::optional<std::int32_t>>(value).value_or(0)); break;
    case Shape::kOptInt64: writer.number(at<std::optional<std::int64_t>>(value).value_or(0)); break;
    case Shape::kOptBool:
      writer.out() += at<std::optional<bool>>(value).value_or(false) ? "true" : "false";
      break;
    case Shape::kTime: write_time(at<TimePoint>(value), writer, false); break;
    case Shape::kMicroTime: write_time(at<MicroTime>(value).at, writer, true); break;
    case Shape::kQuantity: writer.text(at<Quantity>(value).str()); break;
    case Shape::kIntOrString: write_int_or_string(at<IntOrString>(value), writer); break;
    case Shape::kOptIntOrString:
      write_int_or_string(at<std::optional<IntOrString>>(value).value_or(0), writer);
      break;
    case Shape::kTexts:
      write_array(at<List<Text>>(value), writer, [&](const Text& t) { writer.text(t); });
      break;
    case Shape::kTextMap: write_map(at<Labels>(value), writer, [&](const Text& t) { writer.text(t); }); break;
    case Shape::kQuantityMap:
      write_map(at<ResourceList>(value), writer, [&](const Quantity& q) { writer.text(q.str()); });
      break;
    case Shape::kTree: writer.out() += at<Tree>(value).json().dump(); break;
    case Shape::kStruct: write_struct(field.type(), value, writer); break;
    case Shape::kBoxed: {
      const void* inner = field.peek(value);
      if (inner == nullptr)
        writer.out() += "{}";
      else
        write_struct(field.type(), inner, writer);
      break;
    }
    case Shape::kList: write_list(field, value, writer); break;
  }
}

void write_fields(const Type& type, const void* object, Writer& writer, bool& first) {
  for (const Field& field : type.fields) {
    const void* value = field.in(object);
    if (!field.always && empty(field, value)) continue;
    writer.name(field.name, first);
    write_value(field, value, writer);
  }
  if (type.rest_offset < 0) return;
  const Tree& rest = at<Tree>(static_cast<const char*>(object) + type.rest_offset);
  for (const auto& [name, value] : rest.json().items()) {
    writer.name(name, first);
    writer.out() += value.dump();
  }
}

void write_struct(const Type& type, const void* object, Writer& writer) {
  writer.out() += '{';
  bool first = true;
  write_fields(type, object, writer, first);
  writer.out() += '}';
}

}  // namespace

void write_metadata_json(const ObjectMeta& metadata, std::string& out) {
  Writer writer(out);
  write_struct(ObjectMeta::type(), &metadata, writer);
}

void write_json(const Object& object, std::string& out) {
  const KindInfo& kind = object.kind();
  Writer writer(out);
  out += R"({"kind":)";
  writer.text(kind.kind);
  out += R"(,"apiVersion":)";
  writer.text(kind.api_version);
  out += R"(,"metadata":)";
  write_struct(ObjectMeta::type(), &object.metadata, writer);
  bool first = false;
  write_fields(*kind.type, kind.body(object), writer, first);
  out += '}';
}

nlohmann::json to_json(const Object& object) {
  std::string text;
  write_json(object, text);
  return nlohmann::json::parse(text);
}

}  // namespace podium
