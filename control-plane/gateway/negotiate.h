// Which form of an answer a client asked for with its Accept header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace podium {

struct View;

enum class Form { kObject, kTable, kPartialMetadata };

struct Accepted {
  Form form = Form::kObject;
  std::string version = "v1";  // of the Table or metadata: "v1" or "v1beta1"
  const View* view = nullptr;  // the URL's version of the kind, where it is not the stored one
};

// The first of the header's media types that can be served. Null: none can (406).
std::optional<Accepted> negotiate(std::string_view accept);

// The version of aggregated discovery that the client prefers: "v2", "v2beta1", or empty for the
// older lists.
std::string_view aggregated_discovery_version(std::string_view accept);

}  // namespace podium
