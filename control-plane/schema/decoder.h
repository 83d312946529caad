// The receiver of parser events behind decode.h: follows the schema along with the text. Private to the
// component.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/decode.h"

namespace podium::schema {

struct DecoderOptions {
  // Report duplicate keys in values without a schema too.
  bool duplicates_anywhere = false;
  // Word errors as upstream's converter of trees does, not as its JSON decoder does.
  bool converter_words = false;
};

// decode_text and decode_tree with options.
void decode_with(DecoderOptions options, const Type& type, std::string_view text, nlohmann::json& object,
                 Decoding& result);
void decode_with(DecoderOptions options, const Type& type, nlohmann::json tree, nlohmann::json& object,
                 Decoding& result);

// Implements the SAX interface of nlohmann::json without its virtual calls.
class Decoder {
 public:
  using json = nlohmann::json;

  Decoder(DecoderOptions options, const Type& type, json& object, Decoding& result)
      : options_(options), type_(type), object_(object), result_(result) {}

  bool null();
  bool boolean(bool value);
  bool number_integer(std::int64_t value);
  bool number_unsigned(std::uint64_t value);
  bool number_float(double value, const std::string& text);
  bool string(std::string& value);
  bool binary(json::binary_t& value);
  bool start_object(std::size_t size);
  bool key(std::string& name);
  bool end_object();
  bool start_array(std::size_t size);
  bool end_array();
  bool parse_error(std::size_t position, const std::string& token, const json::exception& error);

  bool too_deep() const { return too_deep_; }

 private:
  // An object or list being filled.
  struct Frame {
    const Type* type;  // kStruct, kList, kMap; kRaw and kJson inside a value without a schema
    json* value;
    const Field* field = nullptr;  // of a struct: the one that comes next
    std::string key;               // of a map: the one that comes next
    std::uint64_t seen = 0;        // of a struct: the fields that came
  };

  const Type& expected() const;  // the type of the value that comes now
  json& place(json value);       // puts it where it belongs
  bool skip_scalar();            // true if the value belongs to an unknown field
  bool open(Shape shape, json empty, const char* name);
  bool close();
  template <class Number>
  bool number(Number value, const std::string& text);
  bool checked(std::string message);
  void mismatch(std::string_view what);
  void mismatch(std::string_view what, std::string_view go_type);
  void add_place(std::string& error);
  void problem(const char* what, std::string_view name);
  std::string path() const;

  const DecoderOptions options_;
  const Type& type_;
  json& object_;
  Decoding& result_;
  std::vector<Frame> stack_;
  bool too_deep_ = false;
  std::size_t skipped_ = 0;  // open containers of an unknown field
  bool skip_next_ = false;   // the next value is that of an unknown field
};

}  // namespace podium::schema
