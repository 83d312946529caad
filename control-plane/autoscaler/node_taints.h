// Puts taints on nodes and takes them off, whatever others write there meanwhile.
#pragma once

#include <functional>

#include "control-plane/client/client.h"
#include "control-plane/objects/kinds/node.h"

namespace podium::autoscaler {

bool has_taint(const Node& node, std::string_view key);

// Makes the node have the taint, with `time` (in Unix seconds) as its value, or not have it. Conflicts are
// tried again. `done` is told whether the node is as wanted, unless it is absent.
void set_taint(Client& client, const Ref<const Node>& node, std::string_view key, const char* effect,
               TimePoint time, std::function<void(const ApiStatus&)> done);
void remove_taint(Client& client, const Ref<const Node>& node, std::string_view key,
                  std::function<void(const ApiStatus&)> done);

}  // namespace podium::autoscaler
