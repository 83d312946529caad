// A transaction whose owner waits for the reply.
#pragma once

#include <string>
#include <vector>

#include "runtime/etcd/committer.h"

namespace podium::etcd {

struct Committer::Pending {
  // What the watch tells of a written key behind the revision that it was checked against.
  struct Seen {
    Revision revision = 0;  // of the first change; 0: none yet
    bool ours = false;      // it has our bytes
  };
  enum class Stage { kWaiting, kSent, kHeld };

  Pending(Id number, DurableTransaction t, Reply r, Backoff b)
      : id(number),
        transaction(std::move(t)),
        reply(std::move(r)),
        backoff(b),
        leases(transaction.writes.size()),
        seen(transaction.writes.size()) {}

  // The first change of a written key that is news to its check.
  void note(std::size_t write, const DurableChange& change);
  // The revision at which the watch shows all that we wanted to write; 0: it does not.
  Revision shown() const;
  // True if the first change of some key was another's: then ours did not happen, and cannot any more.
  bool overtaken() const;

  Id id;
  DurableTransaction transaction;
  Reply reply;
  Backoff backoff;
  std::vector<LeaseId> leases;  // of each write
  std::vector<Seen> seen;       // of each write
  Stage stage = Stage::kWaiting;
  bool doubtful = false;  // an attempt may have reached etcd, and nobody said what came of it
  bool blind = false;     // changes of its keys may have been missed
  std::string why;        // the last failure
  Duration since = HttpThread::now();
  // If held: since when, until what is told, and what is said then.
  Duration held_since{0};
  Revision until = 0;
  DurableOutcome outcome;
};

}  // namespace podium::etcd
