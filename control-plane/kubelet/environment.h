// The environment that a container starts with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "control-plane/kubelet/downward.h"
#include "control-plane/kubelet/sources.h"
#include "runtime/env/status.h"

namespace podium::kubelet {

using Environment = std::vector<std::pair<std::string, std::string>>;

// Of containers[i], in the order of its `env`; behind these what only `envFrom` names. Errors: why the
// container cannot be configured, as Kubernetes says it.
// Source: makeEnvironmentVariables of kubelet_pods.go, Kubernetes 1.33. Left out: variables of Services.
Result<Environment> environment_of(const Downward& of, const Sources& sources, std::size_t i);

// `text` with each $(NAME) of `environment` replaced; $$ is a dollar. Other references stay as they are.
std::string expanded(const std::string& text, const Environment& environment);

}  // namespace podium::kubelet
