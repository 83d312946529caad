// The streams that are open into the containers of one machine: commands, attached clients, connections.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "runtime/env/executor.h"

namespace podium::sim {

class ContainerStream {
 public:
  virtual ~ContainerStream() = default;
  // The container does not run any more. To end is up to the stream.
  virtual void container_ended() = 0;
};

class StreamTable {
 public:
  void keep(std::uint32_t container, std::shared_ptr<ContainerStream> stream);
  // Later, as a task of `os`, so that a stream may ask for it from within its own callbacks.
  void release(Executor& os, const ContainerStream* stream);
  void container_ended(std::uint32_t container);
  // Drops all. Their clients see connections that close.
  void clear() { streams_.clear(); }
  std::size_t size() const { return streams_.size(); }

 private:
  std::multimap<std::uint32_t, std::shared_ptr<ContainerStream>> streams_;  // by container, in order
  std::shared_ptr<StreamTable*> self_ = std::make_shared<StreamTable*>(this);
};

}  // namespace podium::sim
