// What a cluster says when there is nobody to ask, or no such thing to ask for.
#pragma once

#include "control-plane/client/api.h"

namespace podium {

ApiStatus no_server();
ApiStatus no_metrics_server();
ApiStatus no_match(const KindInfo& kind);
ApiResponse refused(ApiStatus status);

}  // namespace podium
