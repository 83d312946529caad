// How credentials that name objects are held against what there is.
#pragma once

#include <functional>

#include "control-plane/objects/object.h"

namespace podium {

// The object, or null.
using Finder = std::function<ObjectRef(const KindInfo&, const Key&)>;

}  // namespace podium
