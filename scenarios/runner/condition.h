// A condition: something that is true or not of a running cluster. Expectations and checks are made of
// them. A file of conditions/ is one kind of condition, named by the field that begins it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scenarios/cluster/cluster.h"
#include "scenarios/runner/section.h"

namespace podium::scenario {

// What was found: does it hold, and what was seen, in a few words.
struct Finding {
  bool holds = false;
  std::string seen;
};

class Condition {
 public:
  virtual ~Condition() = default;
  // What is wanted, in a few words: "endpoints default/web: ready 2".
  virtual std::string wanted() const = 0;
  virtual Finding look(const Cluster& cluster) const = 0;
};

// A file exports `ConditionKind <stem>_condition()`.
struct ConditionKind {
  std::string_view field;  // "endpoints": a section with this field is of this kind
  std::unique_ptr<Condition> (*read)(const Section& section) = nullptr;
};

// Reads the condition in a section (its other fields may belong to somebody else). Throws Mistake.
std::unique_ptr<Condition> read_condition(const Section& section);

// A number compared: "2", ">=2", "<3", "!=0", "28%..40%".
class Comparison {
 public:
  // Reads the field, which must be there. Throws Mistake.
  static Comparison read(const Section& section, std::string_view field);

  bool holds(double value) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  double low_ = 0, high_ = 0;  // inclusive bounds, unless...
  bool not_ = false;           // ...everything but low_
};

// Pods of a namespace that a selector picks: fields `pods: web` (by the label app) or `selector: {...}`.
struct PodChoice {
  Text namespace_ = "default";
  Labels labels;
  std::string text;

  static PodChoice read(const Section& section, std::string_view field);
  bool includes(const Object& pod) const;
};

}  // namespace podium::scenario
