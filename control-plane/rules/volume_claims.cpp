#include "control-plane/rules/volume_claims.h"

#include <algorithm>

#include "control-plane/rules/names.h"

namespace podium {

void check_access_modes(const List<Text>& modes, FieldErrors& errors) {
  static const std::vector<std::string> known = {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce",
                                                 "ReadWriteOncePod"};
  bool one_pod = false;
  for (const Text& mode : modes) {
    if (std::ranges::find(known, mode.view()) == known.end())
      errors.push_back(not_supported("spec.accessModes", mode, known));
    one_pod = one_pod || mode == "ReadWriteOncePod";
  }
  if (one_pod && modes.size() > 1)
    errors.push_back(
        field_forbidden("spec.accessModes", "may not use ReadWriteOncePod with other access modes"));
}

void check_volume_mode(std::string_view mode, FieldErrors& errors) {
  if (mode != "Block" && mode != "Filesystem")
    errors.push_back(not_supported("spec.volumeMode", mode, {"Block", "Filesystem"}));
}

void check_volume_class(std::string_view name, FieldErrors& errors) {
  if (name.empty()) return;
  if (const std::string fault = dns_subdomain_fault(name); !fault.empty())
    errors.push_back(invalid_text("spec.storageClassName", name, fault));
}

}  // namespace podium
