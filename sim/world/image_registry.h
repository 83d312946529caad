// Where images come from: their sizes, which are missing, and whether anybody answers.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "runtime/env/status.h"
#include "sim/world/options.h"

namespace podium::sim {

class ImageRegistry {
 public:
  explicit ImageRegistry(RegistryOptions options) : options_(options) {}

  const RegistryOptions& options() const { return options_; }

  // Sets the compressed size of an image. REQUIRES: a valid reference, bytes >= 0.
  void set_image(const std::string& reference, std::int64_t bytes);
  // From now on the registry does not know `reference`. REQUIRES: a valid reference.
  void set_missing(const std::string& reference);

  void set_available(bool available) { available_ = available; }
  bool available() const { return available_; }

  // Compressed bytes of an image by its full reference: as set, else of a table of well-known
  // images, else the default. kNotFound in containerd's words. Does not ask whether it is available.
  Result<std::int64_t> manifest(const std::string& full) const;

 private:
  RegistryOptions options_;
  std::map<std::string, std::int64_t> sizes_;
  std::set<std::string> missing_;
  bool available_ = true;
};

}  // namespace podium::sim
