// The text of kubernetes-1.33.schema, compiled in at build time.
#pragma once

#include <string_view>

namespace podium::schema {

extern const std::string_view kKubernetesText;

}  // namespace podium::schema
