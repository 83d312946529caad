// The text forms of label and field selectors: "app in (a,b),tier!=db,!canary", "spec.nodeName=n1".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control-plane/client/api.h"

namespace podium {

struct View;

// Parses into `selector`; returns what is wrong, in Kubernetes' words, or an empty text.
std::string parse_label_selector(std::string_view text, LabelSelector& selector);

// Parses into `fields`. `kind` decides which fields it may name, `view` in which version (null: the
// stored one); metadata.name and metadata.namespace always.
std::string parse_field_selector(std::string_view text, const KindInfo& kind,
                                 std::vector<FieldRequirement>& fields, const View* view = nullptr);

}  // namespace podium
