#include "sim/world/stream_table.h"

#include <vector>

namespace podium::sim {

void StreamTable::keep(std::uint32_t container, std::shared_ptr<ContainerStream> stream) {
  streams_.emplace(container, std::move(stream));
}

void StreamTable::release(Executor& os, const ContainerStream* stream) {
  os.post([table = std::weak_ptr(self_), stream] {
    if (const auto self = table.lock())
      std::erase_if((*self)->streams_, [stream](const auto& kept) { return kept.second.get() == stream; });
  });
}

void StreamTable::container_ended(std::uint32_t container) {
  const auto [begin, end] = streams_.equal_range(container);
  std::vector<std::shared_ptr<ContainerStream>> ending;
  for (auto it = begin; it != end; ++it) ending.push_back(it->second);
  for (const auto& stream : ending) stream->container_ended();
}

}  // namespace podium::sim
