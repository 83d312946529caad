#include "scenarios/runner/act.h"

#include <algorithm>

namespace podium::scenario {

#define X(stem) std::vector<Verb> stem##_act();
#include "scenarios/runner/acts/all.inc"
#undef X

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = [] {
    std::vector<Verb> verbs;
    const auto add = [&verbs](const std::vector<Verb>& more) {
      verbs.insert(verbs.end(), more.begin(), more.end());
    };
#define X(stem) add(stem##_act());
#include "scenarios/runner/acts/all.inc"
#undef X
    std::sort(verbs.begin(), verbs.end(), [](const Verb& a, const Verb& b) { return a.name < b.name; });
    return verbs;
  }();
  return all;
}

std::unique_ptr<Act> read_act(const Section& section) {
  const std::string name = section.text("do");
  std::string names;
  for (const Verb& verb : verbs()) {
    if (verb.name == name) return verb.read(section);
    names += (names.empty() ? "" : ", ") + std::string(verb.name);
  }
  section.expected("do", "one of: " + names);
}

}  // namespace podium::scenario
