// Removes images that nobody uses, when the disk fills.
#pragma once

#include <functional>
#include <memory>

#include "runtime/env/container_runtime.h"
#include "runtime/env/executor.h"

namespace podium::kubelet {

class ImageGc {
 public:
  // All references outlive it.
  ImageGc(Executor& executor, ContainerRuntime& runtime) : executor_(executor), runtime_(runtime) {}

  // Removes images that were not used for `unused`, the longest unused first, until `bytes` are free or none
  // is left. Then says how many bytes were freed.
  void free_space(std::int64_t bytes, Duration unused, std::function<void(std::int64_t freed)> done);

 private:
  struct Round;
  void next(const std::shared_ptr<Round>& round);

  Executor& executor_;
  ContainerRuntime& runtime_;
};

}  // namespace podium::kubelet
