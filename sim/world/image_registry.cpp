#include "sim/world/image_registry.h"

#include <cassert>

#include "sim/world/glob.h"
#include "sim/world/image_reference.h"

namespace podium::sim {
namespace {

struct KnownImage {
  const char* pattern;  // of the full reference
  std::int64_t bytes;
};

// Compressed sizes of common images, rounded; the slimmer variants first, since the first match wins.
constexpr std::int64_t kMegabyte = 1'000'000;
constexpr KnownImage kKnown[] = {
    {"docker.io/library/nginx:*alpine*", 20 * kMegabyte}, {"docker.io/library/nginx:*", 70 * kMegabyte},
    {"docker.io/library/node:*alpine*", 50 * kMegabyte},  {"docker.io/library/node:*", 400 * kMegabyte},
    {"docker.io/library/python:*slim*", 50 * kMegabyte},  {"docker.io/library/python:*", 380 * kMegabyte},
    {"docker.io/library/alpine:*", 4 * kMegabyte},        {"docker.io/library/busybox:*", 2 * kMegabyte},
    {"docker.io/library/redis:*", 45 * kMegabyte},        {"docker.io/library/postgres:*", 150 * kMegabyte},
    {"docker.io/library/golang:*", 300 * kMegabyte},      {"docker.io/library/mysql:*", 180 * kMegabyte},
};

std::string full(const std::string& reference) {
  auto result = full_reference(reference);
  assert(result.ok());
  return std::move(result).value();
}

}  // namespace

void ImageRegistry::set_image(const std::string& reference, std::int64_t bytes) {
  assert(bytes >= 0);
  const std::string name = full(reference);
  sizes_[name] = bytes;
  missing_.erase(name);
}

void ImageRegistry::set_missing(const std::string& reference) { missing_.insert(full(reference)); }

Result<std::int64_t> ImageRegistry::manifest(const std::string& full) const {
  if (missing_.count(full) > 0)
    return Error{ErrorCode::kNotFound,
                 "rpc error: code = NotFound desc = failed to pull and unpack image \"" + full +
                     "\": failed to resolve reference \"" + full + "\": " + full + ": not found"};
  const auto set = sizes_.find(full);
  if (set != sizes_.end()) return set->second;
  for (const KnownImage& known : kKnown)
    if (glob_match(known.pattern, full)) return known.bytes;
  return options_.default_image_bytes;
}

}  // namespace podium::sim
