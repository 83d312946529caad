#include "control-plane/custom/catalogue.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/crd_status.h"
#include "control-plane/custom/object_rules.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {

Kind& Catalogue::kind_for(const Definition& definition) {
  for (Kind& kind : kinds_) {
    if (kind.group == definition.group && kind.plural == definition.plural && kind.kind == definition.kind &&
        kind.namespaced == definition.namespaced)
      return kind;
  }
  const std::size_t index = all_kinds().size() + computed_kinds().size() + kinds_.size();
  Kind& kind = kinds_.emplace_back();
  static_cast<KindInfo&>(kind) =
      generic_kind(index, definition.group, definition.storage_version, definition.kind, definition.plural,
                   definition.namespaced, false);
  kind.rules = &object_rules();
  return kind;
}

void Catalogue::take(const Generic& crd) {
  if (!defines_kind(crd)) return;
  const bool served = is_established(crd);
  const auto has_spec = [&](const Kind& kind) {
    return kind.definition != nullptr && crd.body.json().contains("spec") &&
           kind.definition->spec.json() == crd.body.json()["spec"];
  };
  if (const auto known = std::ranges::find_if(kinds_, has_spec); known != kinds_.end()) {
    if (known->served == served) return;
    known->served = served;
    ++edition_;
    return;
  }
  definitions_.push_back(read_definition(crd));
  Definition& definition = *definitions_.back();
  Kind& kind = kind_for(definition);
  for (Kind& other : kinds_) {
    if (other.group == kind.group && other.plural == kind.plural) other.served = false;
  }
  const Version& stored = definition.storage();
  kind.definition = &definition;
  kind.version = definition.storage_version;
  kind.api_version = schema::api_version(definition.group, definition.storage_version);
  kind.has_status = stored.resource.find_subresource("status") != nullptr;
  kind.served = served;
  for (Version& version : definition.versions) {
    version.view = {definition.group,
                    version.resource.version,
                    definition.kind,
                    definition.group,
                    definition.storage_version,
                    nullptr,
                    nullptr,
                    &kind,
                    &version.resource};
  }
  ++edition_;
}

void Catalogue::forget(const Generic& crd) {
  for (Kind& kind : kinds_) {
    if (kind.definition == nullptr || kind.definition->spec.json() != object_at(crd.body.json(), "spec"))
      continue;
    kind.served = false;
    ++edition_;
  }
}

const Kind* Catalogue::find_plural(std::string_view group, std::string_view version,
                                   std::string_view plural) const {
  for (const Kind& kind : kinds_) {
    if (kind.served && kind.plural == plural && kind.group == group &&
        kind.definition->find(version) != nullptr)
      return &kind;
  }
  return nullptr;
}

const Kind* Catalogue::find_kind(std::string_view group, std::string_view version,
                                 std::string_view name) const {
  for (const Kind& kind : kinds_) {
    if (kind.served && kind.kind == name && kind.group == group && kind.definition->find(version) != nullptr)
      return &kind;
  }
  return nullptr;
}

const Kind* Catalogue::find_stored(std::string_view group, std::string_view plural) const {
  const Kind* found = nullptr;
  for (const Kind& kind : kinds_) {
    if (kind.plural == plural && kind.group == group && (found == nullptr || kind.served)) found = &kind;
  }
  return found;
}

const schema::Resource& resource_of(const KindInfo& kind) {
  if (const Kind* custom = custom_kind(kind)) return custom->definition->storage().resource;
  return *schema::kubernetes().find_resource(kind.group, kind.version, kind.plural);
}

const Version* version_of(const KindInfo& kind, const View* view) {
  const Kind* custom = custom_kind(kind);
  if (custom == nullptr) return nullptr;
  const Definition& definition = *custom->definition;
  const Version* asked = view == nullptr ? nullptr : definition.find(view->version);
  return asked != nullptr ? asked : &definition.storage();
}

}  // namespace podium::custom
