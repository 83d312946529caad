#include "control-plane/objects/kinds/controller_revision.h"

namespace podium {

const Type& ControllerRevision::type() {
  using T = ControllerRevision;
  static const Type t = struct_type<T>(
      "ControllerRevision", {field("data", &T::data), field("revision", &T::revision, kAlways)}, &T::rest);
  return t;
}

const KindInfo& controller_revision_kind() {
  static const KindInfo kind =
      make_kind<ControllerRevision>(kind_index("controller_revision"), "apps", "v1", "ControllerRevision",
                                    "controllerrevisions", true, false);
  return kind;
}

const KindInfo& ControllerRevision::info() { return controller_revision_kind(); }

}  // namespace podium
