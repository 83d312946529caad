#include "control-plane/objects/object.h"

#include <cassert>
#include <cctype>

#include "control-plane/objects/generic.h"

namespace podium {

#define X(stem) const KindInfo& stem##_kind();
#include "control-plane/objects/kinds/all.inc"
#undef X

namespace {

constexpr std::string_view kStems[] = {
#define X(stem) #stem,
#include "control-plane/objects/kinds/all.inc"
#undef X
};

}  // namespace

const std::vector<const KindInfo*>& all_kinds() {
  static const std::vector<const KindInfo*> typed = {
#define X(stem) &stem##_kind(),
#include "control-plane/objects/kinds/all.inc"
#undef X
  };
  static const std::deque<KindInfo> generic = generic_kinds(typed, typed.size());
  static const std::vector<const KindInfo*> all = [] {
    std::vector<const KindInfo*> kinds = typed;
    for (const KindInfo& kind : generic) kinds.push_back(&kind);
    return kinds;
  }();
  return all;
}

std::size_t kind_index(std::string_view stem) {
  for (std::size_t i = 0; i < std::size(kStems); ++i) {
    if (kStems[i] == stem) return i;
  }
  assert(false && "no such file in kinds/");
  return 0;
}

const KindInfo* find_kind(std::string_view group, std::string_view version, std::string_view kind) {
  for (const KindInfo* info : all_kinds()) {
    if (info->kind == kind && info->group == group && info->version == version) return info;
  }
  return nullptr;
}

const KindInfo* find_plural(std::string_view group, std::string_view version, std::string_view plural) {
  for (const KindInfo* info : all_kinds()) {
    if (info->plural == plural && info->group == group && info->version == version) return info;
  }
  return nullptr;
}

std::string KindInfo::resource() const {
  return group.empty() ? std::string(plural) : std::string(plural) + "." + std::string(group);
}

std::string subject_of(const KindInfo& kind, const Key& key) {
  std::string subject;
  for (const char c : kind.kind.view())
    subject += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (!key.namespace_.empty()) subject.append("/").append(key.namespace_.view());
  return subject.append("/").append(key.name.view());
}

std::string subject_of(const Object& object) { return subject_of(object.kind(), key_of(object)); }

OwnerReference controller_reference(const Object& owner) {
  return OwnerReference{
      owner.kind().api_version, owner.kind().kind, owner.metadata.name, owner.metadata.uid, true, true};
}

}  // namespace podium
