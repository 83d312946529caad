#include "control-plane/objects/text.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace podium {

Text::Text(std::string_view text) {
  if (text.empty()) return;
  void* memory = std::malloc(sizeof(Rep) + text.size() + 1);
  if (memory == nullptr) throw std::bad_alloc();
  rep_ = new (memory) Rep{RefCount(), static_cast<std::uint32_t>(text.size())};
  std::memcpy(rep_->chars(), text.data(), text.size());
  rep_->chars()[text.size()] = '\0';
}

void Text::destroy(Rep* rep) { std::free(rep); }

}  // namespace podium
