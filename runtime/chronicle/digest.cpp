#include "runtime/chronicle/digest.h"

#include <string_view>

#include "runtime/chronicle/memory_chronicle.h"

namespace podium {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 29);
}

// Eight bytes a round, put together from single ones so that byte order does not matter.
std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
  hash = mixed(hash, text.size());
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::string_view bytes = text.substr(0, 8);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    hash = mixed(hash, word);
    text.remove_prefix(bytes.size());
  }
  return hash;
}

}  // namespace

std::uint64_t digest(const ChronicleEvent& event) {
  std::uint64_t hash = mixed(0, event.id);
  hash = mixed(hash, static_cast<std::uint64_t>(nanos(event.at)));
  hash = mixed(hash, event.cause);
  hash = mixed(hash, static_cast<std::uint64_t>(event.category));
  hash = mixed(hash, event.component);
  hash = mixed(hash, event.subject);
  return mixed(hash, event.text);
}

}  // namespace podium
