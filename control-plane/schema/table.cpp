#include "control-plane/schema/table.h"

#include <algorithm>

#include "control-plane/schema/kubernetes_text.h"

namespace podium::schema {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

template <class Matches>
const Resource* first(const std::deque<Resource>& resources, Matches matches) {
  const auto at = std::find_if(resources.begin(), resources.end(), matches);
  return at != resources.end() ? &*at : nullptr;
}

// Only what says its kind can be a body; a Container cannot.
const Type* body(const Type* type) { return type && type->find("kind") ? type : nullptr; }

}  // namespace

std::string api_version(std::string_view group, std::string_view version) {
  if (group.empty()) return std::string(version);
  return std::string(group).append("/").append(version);
}

const Subresource* Resource::find_subresource(std::string_view name) const {
  const auto at = std::find_if(subresources.begin(), subresources.end(),
                               [name](const Subresource& sub) { return sub.name == name; });
  return at != subresources.end() ? &*at : nullptr;
}

bool Resource::has_verb(std::string_view verb) const { return contains(verbs, verb); }

const Resource* Table::find_kind(std::string_view group, std::string_view version,
                                 std::string_view kind) const {
  return first(resources_,
               [&](const Resource& r) { return r.kind == kind && r.group == group && r.version == version; });
}

const Resource* Table::find_resource(std::string_view group, std::string_view version,
                                     std::string_view plural) const {
  return first(resources_, [&](const Resource& r) {
    return r.plural == plural && r.group == group && r.version == version;
  });
}

const Resource* Table::find_name(std::string_view name) const {
  return first(resources_, [&](const Resource& r) {
    return r.plural == name || r.singular == name || r.kind == name || contains(r.short_names, name);
  });
}

const Type* Table::find_type(std::string_view group, std::string_view version, std::string_view kind) const {
  for (const Served& served : served_) {
    if (served.group != group || served.version != version) continue;
    if (const Type* type = body(find_type(served.package + "." + std::string(kind)))) return type;
  }
  return body(find_type(std::string("meta/v1.").append(kind)));
}

const Type* Table::find_type(std::string_view name) const {
  const auto at = types_.find(name);
  return at != types_.end() ? at->second : nullptr;
}

const Table& kubernetes() {
  static const std::unique_ptr<const Table> table = parse_table(kKubernetesText);
  return *table;
}

}  // namespace podium::schema
