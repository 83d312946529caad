// Values as Kubernetes' messages show them: in Go's own notation.
#pragma once

#include <string>

#include "control-plane/objects/meta.h"

namespace podium {

// map[string]string{"app":"web"}
std::string go_syntax(const Labels& labels);
// v1.LabelSelector{MatchLabels:map[string]string{"app":"web"}, MatchExpressions:...}
std::string go_syntax(const LabelSelector& selector);

}  // namespace podium
