#include "scenarios/cluster/attribution.h"

#include <utility>

namespace podium {
namespace {

constexpr std::string_view kNode = "node/", kMachine = "machine/", kLink = "link/", kKubelet = "kubelet/";

// The machines that a fault's subject names: one, or of "link/node-1->node-2" and "link/node-1<->node-2"
// both ends.
std::pair<std::string_view, std::string_view> machines_of(std::string_view subject) {
  if (subject.starts_with(kMachine)) return {subject.substr(kMachine.size()), {}};
  if (subject.starts_with(kKubelet)) return {subject.substr(kKubelet.size()), {}};
  const std::size_t arrow = subject.find("->");
  if (!subject.starts_with(kLink) || arrow == std::string_view::npos) return {};
  std::string_view from = subject.substr(kLink.size(), arrow - kLink.size());
  if (from.ends_with('<')) from.remove_suffix(1);
  return {from, subject.substr(arrow + 2)};
}

// What ends a fault silences nobody; it may come before anybody has noticed.
bool mends(std::string_view text) {
  return text == "mended" || text == "resumed" || text == "started" || text == "power on";
}

bool tells_of_silence(std::string_view subject, std::string_view text) {
  return subject.starts_with(kNode) && text.find("-> Unknown") != std::string_view::npos;
}

}  // namespace

EventId Attribution::record(Executor& executor, Category category, std::string_view component,
                            std::string_view subject, std::string_view text) {
  if (category == Category::kWrite && tells_of_silence(subject, text)) {
    const auto fault = faults_.find(subject.substr(kNode.size()));
    if (fault != faults_.end()) executor.because(fault->second);
  }
  const EventId id = chronicle_.record(executor, category, component, subject, text);
  if (category != Category::kFault || mends(text)) return id;
  const auto [one, other] = machines_of(subject);
  for (const std::string_view machine : {one, other})
    if (!machine.empty()) faults_[std::string(machine)] = id;
  return id;
}

}  // namespace podium
