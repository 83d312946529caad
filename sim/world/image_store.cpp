#include "sim/world/image_store.h"

#include <memory>

#include "sim/world/image_reference.h"

namespace podium::sim {
namespace {

Error unreachable(const std::string& full) {
  const std::string host = full.substr(0, full.find('/'));
  return {ErrorCode::kUnavailable, "rpc error: code = Unavailable desc = failed to pull and unpack image \"" +
                                       full + "\": failed to resolve reference \"" + full +
                                       "\": failed to do request: dial tcp " + host + ":443: i/o timeout"};
}

}  // namespace

ImageStore::ImageStore(Machine& machine, const ImageRegistry& registry, Random random)
    : machine_(machine), registry_(registry), random_(random) {}

bool ImageStore::has(const std::string& reference) const {
  const auto full = full_reference(reference);
  return full.ok() && images_.count(full.value()) > 0;
}

std::vector<ImageInfo> ImageStore::images() const {
  std::vector<ImageInfo> images;
  images.reserve(images_.size());
  for (const auto& [reference, image] : images_)
    images.push_back({.reference = reference, .bytes = image.bytes, .last_used = image.last_used});
  return images;
}

std::int64_t ImageStore::bytes() const {
  std::int64_t sum = 0;
  for (const auto& [reference, image] : images_) sum += image.bytes;
  return sum;
}

bool ImageStore::remove(const std::string& reference) {
  const auto full = full_reference(reference);
  return full.ok() && images_.erase(full.value()) > 0;
}

void ImageStore::touch(const std::string& reference) {
  const auto full = full_reference(reference);
  const auto image = full.ok() ? images_.find(full.value()) : images_.end();
  if (image != images_.end()) image->second.last_used = machine_.os().now();
}

void ImageStore::pull(const std::string& reference, Reply<ImageInfo> reply) {
  auto full = full_reference(reference);
  if (!full.ok()) {
    machine_.os().post([reply = std::move(reply), error = full.error()] { reply(error); });
    return;
  }
  Process& os = machine_.os();
  waiting_.push_back({std::move(full).value(), os.now(), {}, os.cause(), std::move(reply)});
  start_waiting();
}

void ImageStore::start_waiting() {
  while (!waiting_.empty() && active_ < registry_.options().parallel_pulls) {
    Pull next = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    start(std::move(next));
  }
}

void ImageStore::start(Pull pull) {
  ++active_;
  Process& os = machine_.os();
  pull.started = os.now();
  os.because(pull.cause);
  if (registry_.available()) {
    const Duration manifest = draw(random_, registry_.options().manifest);
    os.run_after(manifest, [this, pull = std::move(pull)]() mutable { read_manifest(std::move(pull)); });
  } else {
    os.run_after(registry_.options().dial_timeout,
                 [this, pull = std::move(pull)]() mutable { finish(pull, unreachable(pull.full)); });
  }
}

void ImageStore::read_manifest(Pull pull) {
  const auto bytes = registry_.manifest(pull.full);
  if (!bytes.ok()) return finish(pull, bytes.error());
  const Duration rest = images_.count(pull.full) > 0 ? Duration{0} : transfer_time(bytes.value());
  machine_.os().run_after(rest, [this, size = bytes.value(), pull = std::move(pull)]() mutable {
    const TimePoint now = machine_.os().now();
    images_[pull.full] = {size, now};
    finish(pull, ImageInfo{pull.full, size, now - pull.started, now - pull.requested, now});
  });
}

void ImageStore::finish(Pull& pull, Result<ImageInfo> result) {
  --active_;
  pull.reply(std::move(result));
  start_waiting();
}

Duration ImageStore::transfer_time(std::int64_t bytes) {
  const RegistryOptions& options = registry_.options();
  const auto at = [bytes](std::int64_t bandwidth) {
    return Duration{
        static_cast<std::int64_t>(static_cast<double>(bytes) * 1e9 / static_cast<double>(bandwidth))};
  };
  const Duration mean = at(options.pull_bandwidth) * options.parallel_pulls + at(options.unpack_bandwidth);
  const int jitter = options.jitter_percent;
  return jitter == 0 ? mean : random_.between(mean * (100 - jitter) / 100, mean * (100 + jitter) / 100);
}

void ImageStore::power_lost() {
  waiting_.clear();
  active_ = 0;
}

}  // namespace podium::sim
