// What the clients of an API server saw, written down while it happened, and what must hold of it.
//
// It is about the objects of one kind in one namespace, none of which was there at the start, and whose
// every version holds another value. Nothing in it is known from the server's inside: a revision is a
// resourceVersion that a client was told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace podium::history {

// When a request was sent and when its answer came, as places in the one order of all that clients did, and
// which API server was asked. Of several with one store each shows at once what it said or acknowledged
// itself, and what went through another one when it hears of it.
struct Span {
  std::uint64_t began = 0, ended = 0;
  std::string server;
};

struct Version {
  std::string name, value;
  std::uint64_t revision = 0;
  bool operator==(const Version&) const = default;
};

// A write that the server acknowledged. One without an answer may have happened or not; that it did is
// known from whoever saw it.
struct Write {
  enum class Kind { kCreate, kUpdate, kRemove };
  Kind kind = Kind::kCreate;
  Span span;
  Version result;          // of a removal the name alone: its answer says no more
  std::uint64_t base = 0;  // the revision that it names as its precondition; 0: none
};

struct Read {
  Span span;
  Version found;  // revision 0: there was none of this name
};

struct Page {
  Span span;
  std::uint64_t revision = 0;  // of the list
  std::vector<Version> items;
};

struct List {
  std::vector<Page> pages;
  bool complete = false;  // the last page named no next one
};

enum class EventKind { kAdded, kModified, kDeleted };

struct Event {
  std::uint64_t at = 0;
  EventKind kind = EventKind::kAdded;
  Version object;
};

// All that one watcher was told behind revision `from`, over as many connections as it took: after each
// break it went on behind the last event that it had.
struct Watch {
  std::uint64_t from = 0;
  std::vector<Event> events;
  bool caught_up = false;  // had been given the time to hear of everything when the history ended
  std::string server;
};

struct History {
  std::vector<Write> writes;
  std::vector<Read> reads;
  std::vector<List> lists;
  std::vector<Watch> watches;
};

// A sentence for everything in the history that a correct API server cannot have done; empty if it is
// correct. REQUIRES of a history that is to be found correct: every change was acknowledged to somebody or
// told to a watcher.
std::vector<std::string> violations(const History& history);

}  // namespace podium::history
