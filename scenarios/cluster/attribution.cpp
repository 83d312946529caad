#include "scenarios/cluster/attribution.h"

namespace podium {
namespace {

constexpr std::string_view kNode = "node/", kMachine = "machine/", kLink = "link/", kKubelet = "kubelet/";

// The machine that a fault's subject names; of a link, the first.
std::string_view machine_of(std::string_view subject) {
  if (subject.starts_with(kMachine)) return subject.substr(kMachine.size());
  if (subject.starts_with(kKubelet)) return subject.substr(kKubelet.size());
  if (!subject.starts_with(kLink)) return {};
  subject.remove_prefix(kLink.size());
  return subject.substr(0, subject.find_first_of(" /"));
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
  if (category != Category::kFault) return id;
  const std::string_view machine = machine_of(subject);
  if (!machine.empty()) faults_[std::string(machine)] = id;
  return id;
}

}  // namespace podium
