#include "control-plane/kubelet/configuration.h"

#include <algorithm>
#include <limits>

#include "control-plane/codec/config_reader.h"
#include "control-plane/objects/quantity.h"
#include "control-plane/rules/go_duration.h"

namespace podium {
namespace {

using Json = nlohmann::json;

struct Signal {
  const char* name;
  EvictionSignal signal;
};
constexpr Signal kSignals[] = {{"memory.available", EvictionSignal::kMemoryAvailable},
                               {"nodefs.available", EvictionSignal::kNodefsAvailable},
                               {"imagefs.available", EvictionSignal::kImagefsAvailable}};
// Known there and not modelled here: nodes run out of neither.
constexpr const char* kIdleSignals[] = {"nodefs.inodesFree", "imagefs.inodesFree", "pid.available",
                                        "allocatableMemory.available"};

// Fields of a configuration that have no effect here.
constexpr const char* kIdleFields[] = {
    "address",       "authentication", "authorization", "cgroupDriver", "cgroupsPerQOS", "clusterDNS",
    "clusterDomain", "failSwapOn",     "port",          "readOnlyPort", "tlsCertFile",   "tlsPrivateKeyFile"};

void read_duration(ConfigReader& reader, const Json& tree, const std::string& path, const char* field,
                   Duration& value) {
  std::string text, fault;
  reader.text(tree, path, field, text);
  if (!reader.ok() || !tree.contains(field)) return;
  const Duration read = parse_go_duration(text, fault);
  if (!fault.empty() || read < Duration{0})
    return reader.fail((path.empty() ? "" : path + ".") + field,
                       "Invalid value: \"" + text + "\": expected a duration such as \"30s\"");
  value = read;
}

// "100Mi" or "10%".
bool read_amount(const std::string& text, EvictionThreshold& threshold) {
  if (!text.ends_with('%')) {
    const auto quantity = Quantity::parse(text);
    if (!quantity || *quantity <=> Quantity() == std::strong_ordering::less) return false;
    threshold.bytes = quantity->value();
    return true;
  }
  const std::string digits = text.substr(0, text.size() - 1);
  if (digits.empty() || digits.size() > 2 || digits.find_first_not_of("0123456789") != std::string::npos)
    return false;
  threshold.percent = std::stoi(digits);
  return true;
}

const Signal* find_signal(const std::string& name) {
  const auto* found = std::find_if(std::begin(kSignals), std::end(kSignals),
                                   [&](const Signal& signal) { return name == signal.name; });
  return found == std::end(kSignals) ? nullptr : found;
}

bool is_idle(const std::string& signal) {
  return std::find(std::begin(kIdleSignals), std::end(kIdleSignals), signal) != std::end(kIdleSignals);
}

std::vector<EvictionThreshold> read_thresholds(ConfigReader& reader, const Json& tree, const char* field,
                                               std::vector<std::string>& warnings) {
  std::vector<EvictionThreshold> thresholds;
  const Json& map = tree[field];
  if (!map.is_object()) reader.fail(field, "Invalid value: " + map.dump() + ": expected an object");
  if (!reader.ok()) return thresholds;
  for (const auto& entry : map.items()) {
    const std::string place = std::string(field) + "[" + entry.key() + "]";
    const Signal* signal = find_signal(entry.key());
    if (signal == nullptr && is_idle(entry.key())) {
      warnings.push_back(place + ": has no effect here");
      continue;
    }
    EvictionThreshold threshold;
    if (signal == nullptr)
      reader.fail(place, "unknown eviction signal " + entry.key());
    else if (!entry.value().is_string() || !read_amount(entry.value().get<std::string>(), threshold))
      reader.fail(place, "Invalid value: " + entry.value().dump() +
                             ": expected an amount such as \"100Mi\" or a part such as \"10%\"");
    if (!reader.ok()) return thresholds;
    threshold.signal = signal->signal;
    thresholds.push_back(threshold);
  }
  return thresholds;
}

// Each soft threshold needs its grace period (eviction/helpers.go, ParseThresholdConfig).
void read_graces(ConfigReader& reader, const Json& tree, std::vector<EvictionThreshold>& thresholds) {
  const Json none = Json::object();
  const Json& graces = tree.contains("evictionSoftGracePeriod") ? tree["evictionSoftGracePeriod"] : none;
  for (EvictionThreshold& threshold : thresholds) {
    for (const Signal& signal : kSignals) {
      if (signal.signal != threshold.signal) continue;
      if (!graces.is_object() || !graces.contains(signal.name))
        return reader.fail("evictionSoft", std::string("grace period must be specified for the soft eviction "
                                                       "threshold ") +
                                               signal.name);
      read_duration(reader, graces, "evictionSoftGracePeriod", signal.name, threshold.grace_period);
    }
  }
}

// What `evictionHard` leaves out is off, unless the defaults are to be merged in.
void add_defaults(std::vector<EvictionThreshold>& thresholds) {
  for (const EvictionThreshold& usual : EvictionOptions{}.hard) {
    const bool given =
        std::any_of(thresholds.begin(), thresholds.end(),
                    [&](const EvictionThreshold& threshold) { return threshold.signal == usual.signal; });
    if (!given) thresholds.push_back(usual);
  }
}

void read_eviction(ConfigReader& reader, const Json& tree, KubeletOptions& options,
                   std::vector<std::string>& warnings) {
  EvictionOptions& eviction = options.eviction;
  if (tree.contains("evictionHard")) {
    eviction.hard = read_thresholds(reader, tree, "evictionHard", warnings);
    if (tree.value("mergeDefaultEvictionSettings", false)) add_defaults(eviction.hard);
  }
  if (tree.contains("evictionSoft")) {
    eviction.soft = read_thresholds(reader, tree, "evictionSoft", warnings);
    if (reader.ok()) read_graces(reader, tree, eviction.soft);
  }
  std::int64_t most = 0;
  reader.number(tree, "", "evictionMaxPodGracePeriod", 0, 86400, most);
  if (tree.contains("evictionMaxPodGracePeriod")) eviction.max_pod_grace = std::chrono::seconds(most);
  read_duration(reader, tree, "", "evictionPressureTransitionPeriod", eviction.transition_period);
}

void read_images(ConfigReader& reader, const Json& tree, ImageGcOptions& images) {
  std::int64_t high = images.high_percent, low = images.low_percent;
  reader.number(tree, "", "imageGCHighThresholdPercent", 0, 100, high);
  reader.number(tree, "", "imageGCLowThresholdPercent", 0, high, low);
  images.high_percent = static_cast<int>(high);
  images.low_percent = static_cast<int>(std::min(low, high));
  read_duration(reader, tree, "", "imageMinimumGCAge", images.minimum_age);
}

void read_node(ConfigReader& reader, const Json& tree, KubeletOptions& options) {
  std::int64_t pods = options.max_pods, lease = 40, qps = 50, burst = 100;
  reader.number(tree, "", "maxPods", 1, 10'000, pods);
  options.max_pods = static_cast<int>(pods);
  read_duration(reader, tree, "", "nodeStatusUpdateFrequency", options.node_update);
  read_duration(reader, tree, "", "nodeStatusReportFrequency", options.node_report);
  reader.number(tree, "", "nodeLeaseDurationSeconds", 4, 3600, lease);
  if (tree.contains("nodeLeaseDurationSeconds")) {
    options.lease_duration = std::chrono::seconds(lease);
    options.lease_renewal = options.lease_duration / 4;
  }
  reader.number(tree, "", "kubeAPIQPS", 0, 100'000, qps);
  reader.number(tree, "", "kubeAPIBurst", 0, 100'000, burst);
  if (tree.contains("kubeAPIQPS")) options.client.qps = static_cast<double>(qps);
  if (tree.contains("kubeAPIBurst")) options.client.burst = static_cast<int>(burst);
  if (!tree.contains("crashLoopBackOff")) return;
  reader.fields(tree["crashLoopBackOff"], "crashLoopBackOff", {"maxContainerRestartPeriod"});
  if (reader.ok())
    read_duration(reader, tree["crashLoopBackOff"], "crashLoopBackOff", "maxContainerRestartPeriod",
                  options.crash_backoff_max);
}

}  // namespace

Result<std::vector<std::string>> configure(KubeletOptions& options, const Json& tree) {
  std::vector<std::string> warnings;
  ConfigReader reader;
  Json known = tree;
  for (const char* field : kIdleFields) {
    if (!tree.is_object() || !tree.contains(field)) continue;
    warnings.push_back(std::string(field) + ": has no effect here");
    known.erase(field);
  }
  reader.fields(known, "",
                {"apiVersion", "kind", "maxPods", "evictionHard", "evictionSoft", "evictionSoftGracePeriod",
                 "evictionMaxPodGracePeriod", "evictionPressureTransitionPeriod",
                 "mergeDefaultEvictionSettings", "imageGCHighThresholdPercent", "imageGCLowThresholdPercent",
                 "imageMinimumGCAge", "nodeStatusUpdateFrequency", "nodeStatusReportFrequency",
                 "nodeLeaseDurationSeconds", "kubeAPIQPS", "kubeAPIBurst", "crashLoopBackOff"});
  KubeletOptions read = options;
  if (reader.ok()) read_eviction(reader, tree, read, warnings);
  if (reader.ok()) read_images(reader, tree, read.image_gc);
  if (reader.ok()) read_node(reader, tree, read);
  if (!reader.ok()) return Error{ErrorCode::kInvalid, reader.error()};
  options = std::move(read);
  return warnings;
}

}  // namespace podium
