// A selection made ready for matching: label selector and field paths, resolved against a kind.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/field_path.h"

namespace podium {

struct FieldTest {
  std::string path, value;
  bool equal = true;
};

class Selector {
 public:
  Selector() = default;
  // `wrong` names a field that the kind does not have.
  Selector(const KindInfo& kind, Text namespace_, LabelSelector labels, const std::vector<FieldTest>& fields,
           std::string& wrong);

  bool matches(const Object& object) const;
  const Text& namespace_name() const { return namespace_; }

  // The first equality on a field, by which watchers can be found; null if there is none.
  struct Indexed {
    std::string path, value;
  };
  const Indexed* indexed() const { return indexed_.path.empty() ? nullptr : &indexed_; }

 private:
  struct Test {
    FieldPath path;
    std::string value;
    bool equal;
  };

  Text namespace_;
  LabelSelector labels_;
  std::vector<Test> fields_;
  Indexed indexed_;
};

}  // namespace podium
