#include "control-plane/codec/view.h"

#include <nlohmann/json.hpp>

#include "control-plane/schema/table.h"

namespace podium {

#define X(stem) const View& stem##_view();
#include "control-plane/codec/views/all.inc"
#undef X

const KindInfo& View::stored() const {
  return custom != nullptr ? *custom : *find_kind(stored_group, stored_version, kind);
}

void View::store(nlohmann::json& tree) const {
  if (to_stored != nullptr) return to_stored(tree);
  tree["apiVersion"] = schema::api_version(stored_group, stored().version);
}

void View::show(nlohmann::json& tree) const {
  if (from_stored != nullptr) return from_stored(tree);
  tree["apiVersion"] = schema::api_version(group, version);
}

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
