#include <algorithm>

#include "tests/history/truth.h"

namespace podium::history {
namespace {

class Checker {
 public:
  explicit Checker(const History& history) : history_(history), truth_(history, wrong_) {}

  std::vector<std::string> run() {
    for (const Write& write : history_.writes) check(write);
    for (const Read& read : history_.reads) check(read);
    for (const List& list : history_.lists) check(list);
    for (const Watch& watch : history_.watches) check(watch);
    return std::move(wrong_);
  }

 private:
  void report(const std::string& rule, const std::string& what) { wrong_.push_back(rule + ": " + what); }

  bool there_before(const Version& version) const {
    const Change* before = truth_.at(version.name, version.revision - 1);
    return before != nullptr && !before->deleted;
  }

  // Revisions rise from what was known when a write began; a write finds what it presumes.
  void check(const Write& write) {
    Version result = write.result;
    if (write.kind == Write::Kind::kRemove) {
      const Change* deletion = truth_.removal(write);
      if (deletion == nullptr) return report("removal that did nothing", result.name);
      result = deletion->version;
    }
    if (result.revision <= truth_.known_before(write.span.began))
      report("revision goes back", describe(result));
    if (there_before(result) == (write.kind == Write::Kind::kCreate))
      report(write.kind == Write::Kind::kCreate ? "created what was there" : "changed what was not there",
             describe(result));
    if (write.base == 0) return;
    for (const Change* other : truth_.between(result.name, write.base, result.revision))
      report("lost update", describe(other->version) + " by " + describe(result));
  }

  // A read finds what was there when it began or came until it ended, and so what its client wrote before.
  void check(const Read& read) {
    const Version& found = read.found;
    const std::uint64_t known = truth_.known_before(read.span.began, read.span.server);
    std::vector<const Change*> possible =
        truth_.between(found.name, known, truth_.unborn_at(read.span.ended));
    possible.push_back(truth_.at(found.name, known));
    const auto fits = [&](const Change* change) {
      if (found.revision == 0) return change == nullptr || change->deleted;
      return change != nullptr && !change->deleted && change->version == found;
    };
    if (std::none_of(possible.begin(), possible.end(), fits)) report("stale read", describe(found));
  }

  // The pages of a list are one after the other of the state at one revision.
  void check(const List& list) {
    if (list.pages.empty()) return;
    const std::uint64_t revision = list.pages.front().revision;
    const Span& first = list.pages.front().span;
    if (revision < truth_.known_before(first.began, first.server))
      report("stale list", std::to_string(revision));
    if (revision >= truth_.unborn_at(first.ended))
      report("list of what was to come", std::to_string(revision));
    std::vector<Version> items;
    for (const Page& page : list.pages) {
      if (page.revision != revision) report("pages of two snapshots", std::to_string(revision));
      items.insert(items.end(), page.items.begin(), page.items.end());
    }
    std::vector<Version> expected = truth_.state(revision);
    if (!list.complete) expected.resize(std::min(expected.size(), items.size()));
    if (items != expected) report("list of what was not there", std::to_string(revision));
  }

  void check(const Watch& watch) {
    std::uint64_t last = watch.from;
    for (const Event& event : watch.events) {
      if (event.object.revision <= last) report("event out of order or twice", describe(event.object));
      last = std::max(last, event.object.revision);
      if (event.object.revision >= truth_.unborn_at(event.at))
        report("event of what was to come", describe(event.object));
      check_kind(event);
    }
    check_complete(watch, watch.caught_up ? kEver : last);
  }

  void check_kind(const Event& event) {
    if (there_before(event.object) == (event.kind == EventKind::kAdded))
      report("event of the wrong kind", describe(event.object));
  }

  // Every change behind `from` up to `until` was told.
  void check_complete(const Watch& watch, std::uint64_t until) {
    std::vector<std::uint64_t> told;
    for (const Event& event : watch.events) told.push_back(event.object.revision);
    std::sort(told.begin(), told.end());
    for (const auto& [revision, change] : truth_.changes()) {
      if (revision <= watch.from || revision > until) continue;
      if (!std::binary_search(told.begin(), told.end(), revision))
        report("event lost", describe(change.version));
    }
  }

  const History& history_;
  std::vector<std::string> wrong_;
  Truth truth_;
};

}  // namespace

std::vector<std::string> violations(const History& history) { return Checker(history).run(); }

}  // namespace podium::history
