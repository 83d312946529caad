// A selection made ready for matching: namespace, label selector and field tests, resolved against a kind.
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
  // An empty namespace means all. `wrong` names a field that the kind does not have.
  Selector(const KindInfo& kind, Text namespace_, LabelSelector labels, const std::vector<FieldTest>& fields,
           std::string& wrong);

  bool matches(const Object& object) const;
  const Text& namespace_name() const { return namespace_; }
  // The only object that can match, or null if that is not fixed.
  const Key* only() const { return only_.name.empty() ? nullptr : &only_; }

  // The equality by which objects and watchers can be found: the first on a field, else the namespace;
  // null if there is none.
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
  Key only_;
};

}  // namespace podium
