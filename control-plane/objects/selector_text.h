// Label selectors as people write them.
#pragma once

#include <string>

#include "control-plane/objects/meta.h"

namespace podium {

std::string selector_text(const LabelSelector* selector);  // "a=b,c in (d,e)", or "<none>"

}  // namespace podium
