#include "control-plane/gateway/state.h"

namespace podium {

std::string new_uuid(Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  const std::uint64_t high = (random.next() & ~0xf000ULL) | 0x4000ULL;
  const std::uint64_t low = (random.next() & ~(3ULL << 62)) | 2ULL << 62;
  std::string uuid;
  uuid.reserve(36);
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) uuid += '-';
    uuid += kHex[(i < 16 ? high : low) >> (60 - 4 * (i % 16)) & 15];
  }
  return uuid;
}

}  // namespace podium
