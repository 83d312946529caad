// KubeletConfiguration (kubelet.config.k8s.io/v1beta1): what of a kubelet its users turn in a file.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "control-plane/kubelet/options.h"
#include "runtime/env/status.h"

namespace podium {

// Changes `options` to what the configuration says; what it leaves out stays. Returns warnings of what is
// said there and means nothing here. Errors: kInvalid, naming field, value and what was expected.
Result<std::vector<std::string>> configure(KubeletOptions& options, const nlohmann::json& configuration);

}  // namespace podium
