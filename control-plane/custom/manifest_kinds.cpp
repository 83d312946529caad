#include "control-plane/custom/manifest_kinds.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/custom/check_definition.h"
#include "control-plane/custom/crd_status.h"
#include "control-plane/custom/prune.h"

namespace podium::custom {

MoreKinds::Read ManifestKinds::read(std::string_view group, std::string_view version, std::string_view name,
                                    const nlohmann::json& tree) {
  const Kind* kind = defined_.find_kind(group, version, name);
  if (kind == nullptr && cluster_ != nullptr) kind = cluster_->find_kind(group, version, name);
  if (kind == nullptr) return {};
  const Version& known = *kind->definition->find(version);
  nlohmann::json kept;
  schema::Decoding decoding = read_tree(known.schema.json(), tree, kept);
  Read read{true, std::move(decoding.error), std::move(decoding.problems), nullptr};
  if (!read.error.empty() || !read.problems.empty()) return read;
  known.view.store(kept);
  DecodedObject decoded = from_json(*kind, kept);
  read.error = std::move(decoded.error);
  read.object = std::move(decoded.value);
  return read;
}

// What a server would make of the definition, so that objects of its kind may follow.
std::string ManifestKinds::take(const Object& object) {
  if (!is_definition(object.kind())) return "";
  Generic definition = static_cast<const Generic&>(object);
  set_definition_defaults(definition);
  for (const FieldError& error : check_definition(definition, nullptr)) return error.text();
  settle(definition, {}, {});
  defined_.take(definition);
  return "";
}

Ref<Object> rebound(const Ref<Object>& object, const Catalogue& catalogue) {
  const KindInfo& kind = object->kind();
  if (as_custom(kind) == nullptr) return object;
  const Kind* known = catalogue.find_stored(kind.group, kind.plural);
  if (known == nullptr || !known->served || known->kind != kind.kind) return nullptr;
  auto fresh = make_ref<Generic>(*known);
  fresh->metadata = object->metadata;
  fresh->body = static_cast<const Generic&>(*object).body;
  return fresh;
}

}  // namespace podium::custom
