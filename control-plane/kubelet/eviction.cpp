#include "control-plane/kubelet/eviction.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "control-plane/objects/taints.h"

namespace podium::kubelet {
namespace {

constexpr Duration kCleanupTimeout = 30s;  // podCleanupTimeout: how long the end of a pod is waited for

}  // namespace

Eviction::Eviction(Executor& executor, ContainerRuntime& runtime, const KubeletOptions& options, Node& node)
    : executor_(executor),
      runtime_(runtime),
      options_(options),
      node_(node),
      watch_(options.eviction),
      images_(executor, runtime) {}

Eviction::~Eviction() { executor_.cancel(timer_); }

void Eviction::start() {
  started_ = executor_.now();
  wait();
}

// Kubernetes looks every ten seconds. As long as nothing is scarce it would see nothing, so the machine is
// asked to say when that changes; what it says is seen at the next of those looks.
void Eviction::wait() {
  const MachineStats stats = runtime_.machine();
  MachineFloor floor = floor_of(options_.eviction, stats);
  floor.disk = std::max(floor.disk, stats.disk / 100 * (100 - options_.image_gc.high_percent));
  runtime_.watch_machine(floor, [this] { look_at(on_grid(options_.eviction.period)); });
}

TimePoint Eviction::on_grid(Duration period) const {
  const Duration since = executor_.now() - started_;
  return started_ + (since + period - Duration{1}) / period * period;
}

void Eviction::look_at(TimePoint when) {
  executor_.cancel(timer_);
  timer_ = executor_.run_at(when, [this] {
    timer_ = TimerId::kNone;
    look();
  });
}

void Eviction::look() {
  const Pressures before = watch_.pressures();
  const MachineStats stats = runtime_.machine();
  const std::vector<MetThreshold> due = watch_.look(stats, executor_.now());
  if (!(watch_.pressures() == before)) node_.pressures_changed(watch_.pressures());
  collect_images(stats);
  victim_ = {};
  if (!due.empty()) reclaim(due.front());
  if (!victim_.empty()) return look_at(executor_.now() + kCleanupTimeout);
  if (watch_.quiet() && !images_due(stats)) {
    collect_at_ = {};
    return wait();
  }
  look_at(executor_.now() + options_.eviction.period);
}

// What nobody uses goes first, if it is the disk that is full.
void Eviction::reclaim(const MetThreshold& threshold) {
  node_.warn("EvictionThresholdMet", "Attempting to reclaim " + std::string(resource_of(threshold.signal)));
  if (threshold.signal == EvictionSignal::kMemoryAvailable) return evict_one(threshold);
  images_.free_space(std::numeric_limits<std::int64_t>::max(), Duration{0},
                     [this, threshold](std::int64_t freed) {
                       if (freed > 0) node_.images_removed();
                       if (!still_met(threshold) || !victim_.empty()) return;
                       evict_one(threshold);
                       if (!victim_.empty()) look_at(executor_.now() + kCleanupTimeout);
                     });
}

bool Eviction::still_met(const MetThreshold& threshold) const {
  return runtime_.machine().disk_available < threshold.quantity;
}

void Eviction::evict_one(const MetThreshold& threshold) {
  std::vector<PodUse> pods = node_.use();
  std::erase_if(pods, [](const PodUse& pod) { return is_critical(*pod.pod); });
  if (pods.empty()) return;
  rank(pods, threshold.signal);
  const PodUse& first = pods.front();
  const auto own_grace = first.pod->spec->termination_grace_period_seconds;
  const Duration asked = own_grace ? Duration{std::chrono::seconds(*own_grace)} : Duration::max();
  const Duration grace =
      threshold.hard ? options_.eviction.hard_grace : std::min(options_.eviction.max_pod_grace, asked);
  victim_ = first.pod->metadata.uid;
  node_.evict(victim_, eviction_message(first, threshold), grace);
}

// One pod at a time; once it is gone the node is looked at again at once.
void Eviction::pod_ended(const Text& uid) {
  if (victim_ == uid && !victim_.empty()) look_at(executor_.now());
}

std::string Eviction::refusal(const Pod& pod) const {
  const Pressures& now = watch_.pressures();
  if (!now.any() || is_critical(pod)) return {};
  const bool bears_memory =
      !(pod.status.value().qos_class == "BestEffort") ||
      tolerated(*pod.spec, {"node.kubernetes.io/memory-pressure", {}, "NoSchedule", {}});
  if (now.memory && !now.disk && bears_memory) return {};
  std::string names;
  if (now.memory) names = "MemoryPressure";
  if (now.disk) names += (names.empty() ? "" : " ") + std::string("DiskPressure");
  return "The node had condition: [" + names + "]. ";
}

bool Eviction::images_due(const MachineStats& stats) const {
  return stats.disk - stats.disk_available >= stats.disk / 100 * options_.image_gc.high_percent;
}

// Source: GarbageCollect() of image_gc_manager.go.
void Eviction::collect_images(const MachineStats& stats) {
  if (!images_due(stats) || collecting_) return;
  if (collect_at_ < started_) collect_at_ = on_grid(options_.image_gc.period);
  if (executor_.now() < collect_at_) return;
  collecting_ = true;
  collect_at_ += options_.image_gc.period;
  const std::int64_t low = stats.disk / 100 * (100 - options_.image_gc.low_percent);
  const std::int64_t wanted = low - stats.disk_available;
  images_.free_space(wanted, options_.image_gc.minimum_age,
                     [this, wanted](std::int64_t freed) { images_collected(wanted, freed); });
}

void Eviction::images_collected(std::int64_t wanted, std::int64_t freed) {
  collecting_ = false;
  if (freed > 0) node_.images_removed();
  const bool failed = freed < wanted;
  const std::string message = "Failed to garbage collect required amount of images. Attempted to free " +
                              std::to_string(wanted) + " bytes, but only found " + std::to_string(freed) +
                              " bytes eligible to free.";
  if (failed) node_.warn("FreeDiskSpaceFailed", message);
  if (failed && collection_failed_) node_.warn("ImageGCFailed", message);
  collection_failed_ = failed;
}

}  // namespace podium::kubelet
