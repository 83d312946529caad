#include "runtime/env/chronicle.h"

namespace podium {

const char* to_string(Category category) {
  switch (category) {
    case Category::kUser: return "user";
    case Category::kFault: return "fault";
    case Category::kWrite: return "write";
    case Category::kDecision: return "decision";
    case Category::kContainer: return "container";
    case Category::kNetwork: return "network";
    case Category::kCheck: return "check";
    case Category::kNote: return "note";
  }
  return "unknown";
}

}  // namespace podium
