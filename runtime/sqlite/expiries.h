// Which keys lapse by themselves, and when.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/sqlite/journal.h"

namespace podium::sqlite {

class Expiries {
 public:
  // The last change of a key decides.
  void note(const TimedChange& change);

  // When the first of them lapses; kForever: none does.
  TimePoint next() const;

  // Takes out those that have lapsed by `now`: keys, and the revisions that set them.
  std::vector<DurableTransaction::Check> take(TimePoint now);

 private:
  std::map<std::string, std::pair<TimePoint, Revision>> keys_;
  std::map<std::pair<TimePoint, Revision>, std::vector<std::string>> queue_;  // may name outdated ones
};

}  // namespace podium::sqlite
