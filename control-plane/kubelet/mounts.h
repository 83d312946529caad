// The files that a container finds where volumes are mounted: of ConfigMaps, Secrets and the downward API,
// one by one or projected. Volumes of other kinds are taken as mounted, and are empty.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "control-plane/kubelet/downward.h"
#include "control-plane/kubelet/sources.h"
#include "runtime/env/status.h"

namespace podium::kubelet {

using MountedFiles = std::vector<std::pair<std::string, std::string>>;  // by absolute path, in its order

// Of containers[i], as they are now: they do not follow later changes. Errors: why a volume cannot be
// mounted, in Kubernetes' words.
Result<MountedFiles> mounted_files(const Downward& of, const Sources& sources, std::size_t i);

}  // namespace podium::kubelet
