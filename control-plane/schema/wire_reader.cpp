#include "control-plane/schema/wire_reader.h"

namespace podium::schema {

bool WireReader::next(WireValue& value) {
  if (done()) return false;
  const std::uint64_t tag = varint();
  value.field = static_cast<std::uint32_t>(tag >> 3);
  value.type = static_cast<WireType>(tag & 7);
  switch (value.type) {
    case WireType::kVarint: value.number = varint(); break;
    case WireType::kFixed64: value.number = fixed(8); break;
    case WireType::kFixed32: value.number = fixed(4); break;
    case WireType::kBytes: value.bytes = take(varint()); break;
    default: broken_ = true;  // groups: nothing of Kubernetes has them
  }
  broken_ = broken_ || value.field == 0;
  return !broken_;
}

std::uint64_t WireReader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::string_view byte = take(1);
    if (broken_) return 0;
    value |= std::uint64_t{static_cast<unsigned char>(byte[0]) & 0x7fu} << shift;
    if (!(byte[0] & 0x80)) return value;
  }
  broken_ = true;
  return 0;
}

std::uint64_t WireReader::fixed(std::size_t bytes) {
  const std::string_view taken = take(bytes);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << (8 * i);
  }
  return value;
}

std::string_view WireReader::take(std::uint64_t count) {
  if (count > rest_.size()) {
    broken_ = true;
    return {};
  }
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

}  // namespace podium::schema
