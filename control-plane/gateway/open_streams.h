// Owns what goes on after its request was handled, so that it ends with the gateway.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "runtime/env/executor.h"

namespace podium {

class OpenStreams : public std::enable_shared_from_this<OpenStreams> {
 public:
  using Id = std::uint64_t;

  explicit OpenStreams(Executor& executor) : executor_(executor) {}

  Id keep(std::shared_ptr<void> stream) {
    streams_.emplace(++last_, std::move(stream));
    return last_;
  }
  // Later, so that a stream may ask for it from within its own callbacks; and any number of times.
  void release(Id stream) {
    executor_.post([weak = weak_from_this(), stream] {
      if (const auto self = weak.lock()) self->streams_.erase(stream);
    });
  }
  // Releases `stream` when the last copy goes: for functions that may be dropped without being called.
  std::shared_ptr<void> ticket(Id stream) {
    return {this, [weak = weak_from_this(), stream](void*) {
              if (const auto self = weak.lock()) self->release(stream);
            }};
  }
  // Runs `task` as one of its own.
  void later(Task task) { executor_.post(std::move(task)); }

 private:
  Executor& executor_;
  std::map<Id, std::shared_ptr<void>> streams_;
  Id last_ = 0;
};

}  // namespace podium
