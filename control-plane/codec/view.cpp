#include "control-plane/codec/view.h"

namespace podium {

#define X(stem) const View& stem##_view();
#include "control-plane/codec/views/all.inc"
#undef X

const KindInfo& View::stored() const { return *find_kind(stored_group, stored_version, kind); }

const View* find_view(std::string_view group, std::string_view version, std::string_view kind) {
  static const View* const all[] = {
#define X(stem) &stem##_view(),
#include "control-plane/codec/views/all.inc"
#undef X
  };
  for (const View* view : all) {
    if (view->kind == kind && view->group == group && view->version == version) return view;
  }
  return nullptr;
}

}  // namespace podium
