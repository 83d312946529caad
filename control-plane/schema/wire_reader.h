// Reads the wire format of protocol buffers: a message is a row of numbered values. Borrows the bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace podium::schema {

enum class WireType : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

// One value of a message. `number` holds varints and fixed values, `bytes` strings and messages.
struct WireValue {
  std::uint32_t field = 0;
  WireType type = WireType::kVarint;
  std::uint64_t number = 0;
  std::string_view bytes;
};

class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  // False at the end of the message, or where it is broken.
  bool next(WireValue& value);
  bool broken() const { return broken_; }

  // For lists of numbers packed into one value.
  bool done() const { return rest_.empty() || broken_; }
  std::uint64_t varint();
  std::uint64_t fixed(std::size_t bytes);

 private:
  std::string_view take(std::uint64_t count);

  std::string_view rest_;
  bool broken_ = false;
};

}  // namespace podium::schema
