#include "control-plane/durable/record.h"

#include <cassert>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"

namespace podium {
namespace {

constexpr std::string_view kCore = "core";
constexpr std::string_view kClaims = "claims/";
constexpr std::string_view kDefinitions = "apiextensions.k8s.io/customresourcedefinitions/";

std::string_view group_text(const KindInfo& kind) { return kind.group.empty() ? kCore : kind.group; }

// What comes before the first slash, which is taken off with it.
std::string_view take_part(std::string_view& text) {
  const std::size_t slash = text.find('/');
  const std::string_view part = text.substr(0, slash);
  text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
  return part;
}

}  // namespace

std::string record_key(const KindInfo& kind, const Key& key) {
  std::string text(group_text(kind));
  text.append("/").append(kind.plural).append("/");
  if (kind.namespaced) text.append(key.namespace_.view()).append("/");
  return text.append(key.name.view());
}

const KindInfo* find_built_in_kind(std::string_view group, std::string_view plural) {
  for (const KindInfo* kind : all_kinds()) {
    if (kind->group == group && kind->plural == plural) return kind;
  }
  return nullptr;
}

std::optional<RecordName> parse_record_key(std::string_view key, const FindKind& find) {
  const std::string_view group = take_part(key), plural = take_part(key);
  const KindInfo* const kind = find(group == kCore ? "" : group, plural);
  if (kind == nullptr) return std::nullopt;
  RecordName record{kind, {}};
  if (kind->namespaced) record.key.namespace_ = Text(take_part(key));
  record.key.name = Text(key);
  const bool whole = !record.key.name.empty() && record.key.namespace_.empty() != kind->namespaced;
  return whole && key.find('/') == std::string_view::npos ? std::optional(record) : std::nullopt;
}

// No group of custom kinds is called so: theirs have a dot.
std::string claim_key(std::string_view what) { return std::string(kClaims).append(what); }
bool is_claim(std::string_view key) { return key.starts_with(kClaims); }

bool defines_kinds(std::string_view key) { return key.starts_with(kDefinitions); }

std::string record_of(const Object& object) {
  assert(object.metadata.resource_version == 0);
  std::string bytes;
  write_json(object, bytes);
  return bytes;
}

ReadRecord read_record(std::string_view key, std::string_view bytes, std::uint64_t revision,
                       const FindKind& find) {
  const auto refuse = [&](const std::string& why) {
    return ReadRecord{nullptr, std::string(key) + ": " + why};
  };
  const std::optional<RecordName> name = parse_record_key(key, find);
  if (!name) return refuse("is not the key of an object that this Podium knows");
  const nlohmann::json tree = nlohmann::json::parse(bytes, nullptr, false);
  if (tree.is_discarded()) return refuse("what is stored is not JSON");
  DecodedObject decoded = from_json(*name->kind, tree);
  if (!decoded.value) return refuse(decoded.error);
  if (!(key_of(*decoded.value) == name->key)) return refuse("what is stored is another object");
  decoded.value->metadata.resource_version = revision;
  return {std::move(decoded.value), {}};
}

}  // namespace podium
