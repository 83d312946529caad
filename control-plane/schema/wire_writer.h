// Writes the wire format of protocol buffers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace podium::schema {

class WireWriter {
 public:
  WireWriter& number(std::uint32_t field, std::uint64_t value);
  WireWriter& bytes(std::uint32_t field, std::string_view value);  // a string or a message
  WireWriter& message(std::uint32_t field, const WireWriter& value) { return bytes(field, value.text_); }

  const std::string& text() const& { return text_; }
  std::string text() && { return std::move(text_); }

 private:
  void varint(std::uint64_t value);

  std::string text_;
};

}  // namespace podium::schema
