// The kinds of a cluster that CustomResourceDefinitions add, as they come and change.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "control-plane/custom/definition.h"

namespace podium::custom {

// Objects refer to their kind: it stays where it is, and changes in place as its definition changes, for as
// long as the catalogue lives. A definition that was replaced stays, too: requests may still look at it.
struct Kind : CustomKind {
  const Definition* definition = nullptr;
  bool served = false;  // false: its definition is gone, or not established yet
};

// Null for a constant kind.
inline const Kind* custom_kind(const KindInfo& kind) { return static_cast<const Kind*>(as_custom(kind)); }

class Catalogue {
 public:
  Catalogue() = default;
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // Follows a CustomResourceDefinition: that it is there, or has changed, or is gone. One that says too
  // little, as an older store may hold, defines nothing.
  void take(const Generic& crd);
  void forget(const Generic& crd);

  // Kinds that were ever defined, in the order of their coming.
  const std::deque<Kind>& kinds() const { return kinds_; }
  // Those that are served; null if there is none.
  const Kind* find_plural(std::string_view group, std::string_view version, std::string_view plural) const;
  const Kind* find_kind(std::string_view group, std::string_view version, std::string_view kind) const;
  // Whatever version is asked for, and served or not: what a stored object is of.
  const Kind* find_stored(std::string_view group, std::string_view plural) const;

  // Grows with every change: what was made of the kinds is to be made anew.
  std::uint64_t edition() const { return edition_; }

 private:
  Kind& kind_for(const Definition& definition);

  std::deque<Kind> kinds_;
  std::vector<std::unique_ptr<Definition>> definitions_;
  std::uint64_t edition_ = 0;
};

// The schema of a kind, built in or custom, in its stored version.
const schema::Resource& resource_of(const KindInfo& kind);
// What a view, or without one the kind, is served as; null for a constant kind.
const Version* version_of(const KindInfo& kind, const View* view);

}  // namespace podium::custom
