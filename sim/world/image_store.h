// The images on one machine, and the pulls that bring them there: first come, first served.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/env/container_runtime.h"
#include "sim/world/image_registry.h"
#include "sim/world/machine.h"

namespace podium::sim {

// pull time = manifest + bytes / pull bandwidth + bytes / unpack bandwidth, in compressed bytes; the
// manifest alone if the image is here already.
class ImageStore {
 public:
  ImageStore(Machine& machine, const ImageRegistry& registry, Random random);

  bool has(const std::string& reference) const;
  void pull(const std::string& reference, Reply<ImageInfo> reply);
  std::vector<ImageInfo> images() const;  // by full reference
  std::int64_t bytes() const;             // of all that are here
  // False if it is not here.
  bool remove(const std::string& reference);
  // A container of it was made or removed.
  void touch(const std::string& reference);

  // The machine lost power: pulls end without an answer; images stay.
  void power_lost();

 private:
  struct Pull {
    std::string full;
    TimePoint requested{}, started{};
    EventId cause = kNoCause;
    Reply<ImageInfo> reply;
  };

  void start_waiting();
  void start(Pull pull);
  void read_manifest(Pull pull);
  void finish(Pull& pull, Result<ImageInfo> result);
  Duration transfer_time(std::int64_t bytes);

  Machine& machine_;
  const ImageRegistry& registry_;
  Random random_;
  struct Image {
    std::int64_t bytes = 0;
    TimePoint last_used{};
  };
  std::map<std::string, Image> images_;  // by full reference
  std::vector<Pull> waiting_;
  int active_ = 0;
};

}  // namespace podium::sim
