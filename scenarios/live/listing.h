// All objects of a kind, as an API server tells them.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/objects/object.h"
#include "runtime/env/status.h"
#include "scenarios/live/kubeconfig.h"

namespace podium::live {

// A list of objects, in all namespaces. Errors: nobody there, or what the server refused, in its words.
Result<nlohmann::json> list_objects(const ServerAccess& access, const KindInfo& kind);

}  // namespace podium::live
