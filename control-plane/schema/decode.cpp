#include "control-plane/schema/decode.h"

#include <nlohmann/json.hpp>

#include "control-plane/schema/decoder.h"
#include "control-plane/schema/json_syntax.h"

namespace podium::schema {
namespace {

using nlohmann::json;

// Tells a decoder of a tree as a parser would tell it of the text. False if the decoder gave up.
bool feed(Decoder& decoder, json& value) {
  switch (value.type()) {
    case json::value_t::object:
      if (!decoder.start_object(value.size())) return false;
      for (auto& [name, member] : value.items()) {
        std::string key = name;
        if (!decoder.key(key) || !feed(decoder, member)) return false;
      }
      return decoder.end_object();
    case json::value_t::array:
      if (!decoder.start_array(value.size())) return false;
      for (json& element : value) {
        if (!feed(decoder, element)) return false;
      }
      return decoder.end_array();
    case json::value_t::string: return decoder.string(value.get_ref<std::string&>());
    case json::value_t::boolean: return decoder.boolean(value.get<bool>());
    case json::value_t::number_integer: return decoder.number_integer(value.get<std::int64_t>());
    case json::value_t::number_unsigned: return decoder.number_unsigned(value.get<std::uint64_t>());
    case json::value_t::number_float: return decoder.number_float(value.get<double>(), value.dump());
    default: return decoder.null();
  }
}

}  // namespace

void decode_with(DecoderOptions options, const Type& type, std::string_view text, json& object,
                 Decoding& result) {
  object = nullptr;
  Decoder decoder(options, type, object, result);
  if (!json::sax_parse(text, &decoder) && !decoder.too_deep()) {
    result.error = json_syntax_error(text);
    result.malformed = true;
  }
  if (!result.ok()) object = nullptr;
}

void decode_with(DecoderOptions options, const Type& type, json tree, json& object, Decoding& result) {
  object = nullptr;
  Decoder decoder(options, type, object, result);
  feed(decoder, tree);
  if (!result.ok()) object = nullptr;
}

Decoding decode_text(const Type& type, std::string_view text, json& object) {
  Decoding result;
  decode_with({}, type, text, object, result);
  return result;
}

Decoding decode_text_of_any(std::string_view text, json& object) {
  Decoding result;
  decode_with({.duplicates_anywhere = true}, any_type(), text, object, result);
  return result;
}

Decoding decode_tree(const Type& type, json tree, json& object) {
  Decoding result;
  decode_with({}, type, std::move(tree), object, result);
  return result;
}

std::string strict_error(const std::vector<std::string>& problems) {
  std::string text = "strict decoding error: ";
  for (const std::string& problem : problems) {
    if (&problem != &problems.front()) text += ", ";
    text += problem;
  }
  return text;
}

std::string cannot_handle(std::string_view kind, std::string_view version, std::string_view error) {
  std::string text(kind);
  return text.append(" in version \"")
      .append(version)
      .append("\" cannot be handled as a ")
      .append(kind)
      .append(": ")
      .append(error);
}

}  // namespace podium::schema
