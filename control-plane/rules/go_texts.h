// Lists of texts as Kubernetes' messages show them: in Go's own notation.
#pragma once

#include <string>

#include "control-plane/objects/list.h"
#include "control-plane/objects/text.h"

namespace podium {

// []string{"a", "b"}, or with another element type; []string(nil) without elements.
std::string go_texts(const List<Text>& texts, const std::string& type = "string");

}  // namespace podium
