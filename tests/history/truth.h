// What happened to the objects, put together from all that clients were told.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/history/history.h"

namespace podium::history {

constexpr std::uint64_t kEver = std::numeric_limits<std::uint64_t>::max();  // behind all revisions

struct Change {
  Version version;
  bool deleted = false;
  bool operator==(const Change&) const = default;
};

class Truth {
 public:
  // Adds to `wrong` where two clients were told different things of one revision.
  Truth(const History& history, std::vector<std::string>& wrong);

  const std::map<std::uint64_t, Change>& changes() const { return changes_; }
  // The last change of the object up to `revision`; null if there was none.
  const Change* at(const std::string& name, std::uint64_t revision) const;
  // The objects that were there at `revision`, by name.
  std::vector<Version> state(std::uint64_t revision) const;
  // Changes of the object behind `after` and before `before`.
  std::vector<const Change*> between(const std::string& name, std::uint64_t after,
                                     std::uint64_t before) const;
  // What the removal did: the first deletion that it may have been; null if nobody was told of one.
  const Change* removal(const Write& write) const;
  // The highest revision that anyone had been told before `place`: all writes that begin then are behind it.
  std::uint64_t known_before(std::uint64_t place) const;
  // The same of what this server told: all that is read from it then shows it.
  std::uint64_t known_before(std::uint64_t place, const std::string& server) const;
  // The lowest revision of what was asked for only after `place`: nothing from there on can be told at it.
  std::uint64_t unborn_at(std::uint64_t place) const;

 private:
  void learn(const Change& change, std::vector<std::string>& wrong);
  // By place: the highest revision told up to it.
  using Known = std::map<std::uint64_t, std::uint64_t>;
  void told(std::uint64_t place, const std::string& server, std::uint64_t revision);
  void raise();
  void limit(const History& history);

  std::map<std::uint64_t, Change> changes_;
  std::map<std::string, std::map<std::uint64_t, Change>> objects_;
  Known known_;                                    // to anyone
  std::map<std::string, Known> known_to_;          // by server
  std::map<std::uint64_t, std::uint64_t> unborn_;  // by place: the lowest revision asked for then or later
};

std::string describe(const Version& version);  // "m3@17"

}  // namespace podium::history
