#include "sim/world/image_reference.h"

#include <algorithm>

namespace podium::sim {
namespace {

constexpr std::string_view kHub = "docker.io/", kLibrary = "docker.io/library/";

bool is_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '/' ||
           c == ':';
  };
  return !name.empty() && name.back() != '/' && name.back() != ':' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), allowed);
}

bool is_tag(std::string_view tag) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !tag.empty() && tag.size() <= 128 && std::all_of(tag.begin(), tag.end(), allowed);
}

// The first part names a registry if it looks like a host.
std::string with_registry(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return std::string(kLibrary).append(name);
  const std::string_view first = name.substr(0, slash);
  const bool host = first.find_first_of(".:") != std::string_view::npos || first == "localhost";
  return host ? std::string(name) : std::string(kHub).append(name);
}

}  // namespace

Result<std::string> full_reference(std::string_view reference) {
  const Error invalid{ErrorCode::kInvalid, "couldn't parse image name \"" + std::string(reference) +
                                               "\": invalid reference format"};
  const std::size_t at = reference.find('@');
  std::string_view name = reference.substr(0, at);
  std::string suffix(at == std::string_view::npos ? std::string_view() : reference.substr(at));
  const std::size_t colon = name.rfind(':');
  if (colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos) {
    if (!is_tag(name.substr(colon + 1))) return invalid;
    suffix.insert(0, name.substr(colon));
    name = name.substr(0, colon);
  }
  if (!is_name(name) || suffix == "@") return invalid;
  return with_registry(name) + (suffix.empty() ? ":latest" : suffix);
}

std::string_view familiar_reference(std::string_view full) {
  for (const std::string_view prefix : {kLibrary, kHub})
    if (full.substr(0, prefix.size()) == prefix) return full.substr(prefix.size());
  return full;
}

bool same_image(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto full_a = full_reference(a), full_b = full_reference(b);
  return full_a.ok() && full_b.ok() && full_a.value() == full_b.value();
}

}  // namespace podium::sim
