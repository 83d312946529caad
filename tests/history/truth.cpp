#include "tests/history/truth.h"

#include <algorithm>

namespace podium::history {

std::string describe(const Version& version) { return version.name + "@" + std::to_string(version.revision); }

Truth::Truth(const History& history, std::vector<std::string>& wrong) {
  for (const Write& write : history.writes) {
    if (write.kind == Write::Kind::kRemove) continue;
    learn({write.result, false}, wrong);
    told(write.span.ended, write.span.server, write.result.revision);
  }
  for (const Watch& watch : history.watches) {
    for (const Event& event : watch.events) {
      learn({event.object, event.kind == EventKind::kDeleted}, wrong);
      told(event.at, watch.server, event.object.revision);
    }
  }
  for (const Read& read : history.reads) told(read.span.ended, read.span.server, read.found.revision);
  for (const List& list : history.lists) {
    for (const Page& page : list.pages) told(page.span.ended, page.span.server, page.revision);
  }
  raise();
  std::vector<std::pair<const Span*, std::uint64_t>> gone;
  for (const Write& write : history.writes) {
    if (const Change* deletion = removal(write)) gone.emplace_back(&write.span, deletion->version.revision);
  }
  for (const auto& [span, revision] : gone) told(span->ended, span->server, revision);
  raise();
  limit(history);
}

// Of a removal without a precondition it is not certain which deletion was its, so it limits nothing.
void Truth::limit(const History& history) {
  for (const Write& write : history.writes) {
    const Change* deletion = write.base != 0 ? removal(write) : nullptr;
    if (write.kind != Write::Kind::kRemove) unborn_[write.span.began] = write.result.revision;
    if (deletion != nullptr) unborn_[write.span.began] = deletion->version.revision;
  }
  std::uint64_t lowest = kEver;
  for (auto it = unborn_.rbegin(); it != unborn_.rend(); ++it)
    it->second = lowest = std::min(lowest, it->second);
}

// What was told once stays known.
void Truth::raise() {
  const auto keep = [](Known& known) {
    std::uint64_t highest = 0;
    for (auto& [place, revision] : known) revision = highest = std::max(highest, revision);
  };
  keep(known_);
  for (auto& [server, known] : known_to_) keep(known);
}

void Truth::learn(const Change& change, std::vector<std::string>& wrong) {
  const auto [known, fresh] = changes_.try_emplace(change.version.revision, change);
  if (!fresh && !(known->second == change))
    wrong.push_back("revision told differently: " + describe(change.version) + " and " +
                    describe(known->second.version));
  objects_[change.version.name].try_emplace(change.version.revision, change);
}

void Truth::told(std::uint64_t place, const std::string& server, std::uint64_t revision) {
  for (Known* known : {&known_, &known_to_[server]}) (*known)[place] = std::max((*known)[place], revision);
}

const Change* Truth::at(const std::string& name, std::uint64_t revision) const {
  const auto object = objects_.find(name);
  if (object == objects_.end()) return nullptr;
  const auto behind = object->second.upper_bound(revision);
  return behind == object->second.begin() ? nullptr : &std::prev(behind)->second;
}

std::vector<Version> Truth::state(std::uint64_t revision) const {
  std::vector<Version> there;
  for (const auto& [name, versions] : objects_) {
    const Change* last = at(name, revision);
    if (last != nullptr && !last->deleted) there.push_back(last->version);
  }
  return there;
}

std::vector<const Change*> Truth::between(const std::string& name, std::uint64_t after,
                                          std::uint64_t before) const {
  std::vector<const Change*> found;
  const auto object = objects_.find(name);
  if (object == objects_.end()) return found;
  for (auto it = object->second.upper_bound(after); it != object->second.end() && it->first < before; ++it)
    found.push_back(&it->second);
  return found;
}

const Change* Truth::removal(const Write& write) const {
  if (write.kind != Write::Kind::kRemove) return nullptr;
  const std::uint64_t after = write.base != 0 ? write.base : known_before(write.span.began);
  for (const Change* change : between(write.result.name, after, kEver)) {
    if (change->deleted) return change;
  }
  return nullptr;
}

std::uint64_t Truth::unborn_at(std::uint64_t place) const {
  const auto behind = unborn_.upper_bound(place);
  return behind == unborn_.end() ? kEver : behind->second;
}

namespace {

std::uint64_t last_before(const std::map<std::uint64_t, std::uint64_t>& known, std::uint64_t place) {
  const auto behind = known.lower_bound(place);
  return behind == known.begin() ? 0 : std::prev(behind)->second;
}

}  // namespace

std::uint64_t Truth::known_before(std::uint64_t place) const { return last_before(known_, place); }

std::uint64_t Truth::known_before(std::uint64_t place, const std::string& server) const {
  const auto known = known_to_.find(server);
  return known == known_to_.end() ? 0 : last_before(known->second, place);
}

}  // namespace podium::history
