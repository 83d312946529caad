#include "control-plane/store/selector.h"

namespace podium {
namespace {

// A selector may name a struct where it means the text in it.
std::string_view canonical(std::string_view path) { return path == "source" ? "source.component" : path; }

}  // namespace

Selector::Selector(const KindInfo& kind, Text namespace_name, LabelSelector labels,
                   const std::vector<FieldTest>& fields, std::string& wrong)
    : namespace_(std::move(namespace_name)), labels_(std::move(labels)) {
  for (const FieldTest& test : fields) {
    std::optional<FieldPath> path = FieldPath::resolve(kind, canonical(test.path));
    if (!path) {
      wrong = test.path;
      return;
    }
    fields_.push_back({std::move(*path), test.value, test.equal});
    if (!test.equal) continue;
    if (indexed_.path.empty()) indexed_ = {std::string(canonical(test.path)), test.value};
    if (test.path == "metadata.name" && (!kind.namespaced || !namespace_.empty()))
      only_ = {namespace_, test.value};
  }
  if (indexed_.path.empty() && !namespace_.empty()) indexed_ = {"metadata.namespace", namespace_.str()};
}

bool Selector::matches(const Object& object) const {
  if (!namespace_.empty() && !(object.metadata.namespace_ == namespace_)) return false;
  std::string scratch;
  for (const Test& test : fields_) {
    if ((test.path.of(object, scratch) == test.value) != test.equal) return false;
  }
  return labels_.empty() || labels_.matches(object.metadata.labels);
}

}  // namespace podium
