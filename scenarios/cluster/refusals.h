// What a cluster says when there is nobody to ask, or no such thing to ask for.
#pragma once

#include "control-plane/client/api.h"

namespace podium {

ApiStatus no_server();
ApiStatus no_metrics(bool wanted);  // a metrics server that is wanted is only not there now
ApiStatus no_custom_metrics();
ApiStatus no_match(const KindInfo& kind);
ApiResponse refused(ApiStatus status);

}  // namespace podium
