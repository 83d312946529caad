#include "control-plane/autoscaler/status_text.h"

#include "control-plane/codec/time_text.h"

namespace podium::autoscaler {
namespace {

std::string line(const std::string& indent, const char* name, const std::string& value) {
  return indent + name + ": " + value + "\n";
}

std::string line(const std::string& indent, const char* name, int value) {
  return line(indent, name, std::to_string(value));
}

// ".5": what a time has beyond the second, as Go writes it.
std::string fraction(TimePoint at) {
  std::string digits = std::to_string(1'000'000'000 + nanos(at) % 1'000'000'000).substr(1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits.empty() ? "" : "." + digits;
}

std::string rfc3339(TimePoint at) {
  std::string text = format_time(at);
  return "\"" + text.substr(0, text.size() - 1) + fraction(at) + "Z\"";
}

std::string counts(const Readiness& nodes, const std::string& indent) {
  const std::string in = indent + "  ", deep = in + "  ", deeper = deep + "  ";
  std::string text = indent + "nodeCounts:\n" + in + "registered:\n";
  text += line(deep, "total", nodes.registered) + line(deep, "ready", nodes.ready) +
          line(deep, "notStarted", nodes.not_started);
  if (nodes.deleted > 0) text += line(deep, "beingDeleted", nodes.deleted);
  text += deep + "unready:\n" + line(deeper, "total", nodes.unready) + line(deeper, "resourceUnready", 0);
  return text + line(in, "longUnregistered", nodes.long_unregistered) +
         line(in, "unregistered", nodes.unregistered);
}

const char* health(bool healthy) { return healthy ? "Healthy" : "Unhealthy"; }

const char* scale_up(const GroupStates& states, const std::string& group, TimePoint now) {
  if (states.scaling_up(group)) return "InProgress";
  if (!states.healthy(group)) return "Unhealthy";
  return states.backoff(group, now) != nullptr ? "Backoff" : "NoActivity";
}

std::string scale_down(int candidates, const std::string& indent) {
  std::string text = line(indent, "status", candidates > 0 ? "CandidatesPresent" : "NoCandidates");
  return candidates > 0 ? text + line(indent, "candidates", candidates) : text;
}

}  // namespace

std::string StatusText::time(TimePoint at) {
  std::string text = format_time(at);
  text[10] = ' ';
  return text.substr(0, text.size() - 1) + fraction(at) + " +0000 UTC";
}

std::string StatusText::times(const std::string& what, const std::string& status, const std::string& indent,
                              TimePoint now) {
  Known& known = known_[what];
  if (known.status != status) known = {status, now};
  return line(indent, "lastProbeTime", rfc3339(now)) +
         line(indent, "lastTransitionTime", rfc3339(known.since));
}

std::string StatusText::write(const GroupStates& states, const CloudProvider& cloud,
                              const std::map<std::string, int>& candidates, TimePoint now) {
  const std::string in = "    ";
  bool growing = false;
  int all_candidates = 0;
  std::string groups;
  for (const MachineGroup& group : cloud.groups()) {
    const std::string& name = group.name;
    const auto found = candidates.find(name);
    const int of_group = found == candidates.end() ? 0 : found->second;
    all_candidates += of_group;
    growing = growing || states.scaling_up(name);
    const std::string well = health(states.healthy(name)), up = scale_up(states, name, now);
    groups += "- name: " + name + "\n  health:\n" + line(in, "status", well) + counts(states.of(name), in) +
              line(in, "cloudProviderTarget", cloud.target_size(name)) + line(in, "minSize", group.min) +
              line(in, "maxSize", group.max) + times(name + "/health", well, in, now);
    groups += "  scaleUp:\n" + line(in, "status", up);
    if (const GroupBackoff::Failure* failure = states.backoff(name, now)) {
      groups += in + "backoffInfo:\n" + line(in + "  ", "errorCode", failure->code) +
                line(in + "  ", "errorMessage", "'" + failure->message + "'");
    }
    groups += times(name + "/up", up, in, now);
    groups += "  scaleDown:\n" + scale_down(of_group, in) +
              times(name + "/down", of_group > 0 ? "some" : "none", in, now);
  }
  const std::string well = health(states.cluster_healthy()), up = growing ? "InProgress" : "NoActivity";
  std::string text = "time: " + time(now) + "\nautoscalerStatus: Running\nclusterWide:\n  health:\n";
  text += line(in, "status", well) + counts(states.total(), in) + times("/health", well, in, now);
  text += "  scaleUp:\n" + line(in, "status", up) + times("/up", up, in, now);
  text += "  scaleDown:\n" + scale_down(all_candidates, in) +
          times("/down", all_candidates > 0 ? "some" : "none", in, now);
  return groups.empty() ? text : text + "nodeGroups:\n" + groups;
}

}  // namespace podium::autoscaler
