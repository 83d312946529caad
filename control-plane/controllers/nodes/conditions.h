// What the node controllers read off a node, and what they write on it.
#pragma once

#include <optional>
#include <string_view>

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/pod_spec.h"

namespace podium::controllers {

inline constexpr std::string_view kNotReadyTaint = "node.kubernetes.io/not-ready";
inline constexpr std::string_view kUnreachableTaint = "node.kubernetes.io/unreachable";
inline constexpr std::string_view kOutOfServiceTaint = "node.kubernetes.io/out-of-service";

enum class Readiness { kTrue, kFalse, kUnknown };

// The Ready condition; Unknown if there is none.
Readiness readiness(const Node& node);
// Region and zone; empty for nodes without these labels.
Text zone_of(const Node& node);

bool has_taint(const Node& node, std::string_view key, std::string_view effect);
// Any NoExecute taint at all.
bool evicts_pods(const Node& node);

// The NoExecute taint that its readiness deserves; empty if it is Ready.
std::string_view eviction_taint(Readiness readiness);
inline constexpr std::string_view kEvictionTaints[] = {kNotReadyTaint, kUnreachableTaint};

// Taints as they shall be with the condition-based NoSchedule ones brought up to date.
List<Taint> with_condition_taints(const Node& node, TimePoint now);
// Without the eviction taints, and with `key` NoExecute unless it is empty.
List<Taint> with_eviction_taint(List<Taint> taints, std::string_view key, TimePoint now);

// A copy with these taints.
Ref<Node> tainted(const Node& node, List<Taint> taints);

// Conditions as they shall be when nothing has been heard from the node for too long.
List<Condition> silent_conditions(const Node& node, TimePoint now);

}  // namespace podium::controllers
