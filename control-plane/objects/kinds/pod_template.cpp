#include "control-plane/objects/kinds/pod_template.h"

namespace podium {

const Type& PodTemplate::type() {
  using T = PodTemplate;
  static const Type t = struct_type<T>("PodTemplate", {field("template", &T::template_, kAlways)}, &T::rest);
  return t;
}

const KindInfo& pod_template_kind() {
  static const KindInfo kind = make_kind<PodTemplate>(kind_index("pod_template"), "", "v1", "PodTemplate",
                                                      "podtemplates", true, false);
  return kind;
}

const KindInfo& PodTemplate::info() { return pod_template_kind(); }

}  // namespace podium
