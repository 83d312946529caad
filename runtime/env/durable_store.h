// What survives the process: keys with values, each change with a revision. Bytes only; what they mean
// is the business of whoever owns the store. No store at all (a null pointer) is a cluster in memory.
//
// One revision counts the transactions of the whole store. A store tells its owner everything that it
// holds, then each change, in the order of revisions, whoever made it; what it has told is durable. An
// owner that keeps what it was told therefore never shows anybody a state that a crash could take back:
//
//   A write. The owner judges the request on what it was told, and commits the outcome, checked against
//   the revision that it judged by. It answers when the reply comes. By then the change has been told:
//   whoever got an answer finds his write when he reads. Readers and watchers see what was told, no more.
//   A conflict. Somebody else was faster. His change has been told too; the request is judged anew.
//   Unknown. The transaction may have happened, or happen yet. The owner says so to whoever waits (HTTP
//   504) and goes on; if it did happen, its change is told like any other.
//
// A store that is exclusive() has no other writers than its owner. Its transactions take the next
// numbers in the order of the commit() calls, as long as their checks hold and nothing expires. So its
// owner may number and apply them ahead, if it holds back answers and watch events until they are told.
//
// Everything here is called on the thread of the store's Executor, and calls back as a task of it, never
// from inside a call. A store is not destroyed from its own callbacks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/env/status.h"
#include "runtime/env/task.h"
#include "runtime/env/time.h"

namespace podium {

using Revision = std::uint64_t;  // from 1; 0: before everything

struct DurableEntry {
  std::string key, value;
  Revision created = 0;   // when the key came to be, or came back
  Revision modified = 0;  // its last change
};

struct DurableChange {
  std::string key;
  std::optional<std::string> value;  // nothing: the key is gone
  Revision created = 0;              // as in DurableEntry; 0 if it is gone
  Revision revision = 0;             // several changes of one revision are one transaction
};

struct DurableSnapshot {
  std::vector<DurableEntry> entries;  // in the order of their keys' bytes
  Revision revision = 0;              // the state after this transaction
};

// All of it, or nothing. REQUIRES: each written key is also checked, a deleted one for being there, and
// no key is written twice. That makes repeating a transaction whose reply was lost harmless: the second
// one fails its checks.
struct DurableTransaction {
  struct Check {
    std::string key;
    Revision modified = 0;  // the key's last change must be this; 0: it must not be there
  };
  struct Write {
    std::string key;
    std::optional<std::string> value;  // nothing: delete it
    Duration lifetime{0};              // deleted by the store some time after that; 0: never
  };
  std::vector<Check> checks;
  std::vector<Write> writes;
};

struct DurableOutcome {
  enum class Kind : std::uint8_t {
    kCommitted,
    kConflict,  // a check did not hold; nothing was written
    kRefused,   // nothing was written: the store is failed, or the transaction is too large for it
    kUnknown,   // nobody can tell
  };
  Kind kind = Kind::kUnknown;
  Revision revision = 0;  // of the transaction, if committed
  std::string why;        // a sentence, if refused or unknown
};

enum class DurableState : std::uint8_t {
  kServing,
  kUnreachable,  // for now: it goes on trying; what was told stays true, and grows stale
  kFailed,       // for good: this object is of no more use. Opening the store anew may be.
};

class DurableStore {
 public:
  // Waits until what was committed is written, or has failed. Nothing is called back any more.
  virtual ~DurableStore() = default;

  struct Listener {
    // First of all, and once more whenever the store can no longer tell the changes in between: then
    // everything known before is replaced, and what is missing in the snapshot is gone.
    std::function<void(DurableSnapshot)> on_snapshot;
    // One or more whole transactions, in order, behind what was told before.
    std::function<void(std::vector<DurableChange>)> on_changes;
    // When it changes; kServing follows the first snapshot.
    std::function<void(DurableState, const std::string& why)> on_state;
  };
  // Begins to tell. REQUIRES: called once, before all else.
  virtual void start(Listener listener) = 0;

  // No one else can write, as long as this object lives.
  virtual bool exclusive() const = 0;

  // Replies once. Transactions in flight are committed together where that is cheaper, and in any order
  // unless the store is exclusive().
  virtual void commit(DurableTransaction transaction, std::function<void(DurableOutcome)> reply) = 0;

  // Forgets what had been changed or deleted by `revision`. Nobody who was told that far notices.
  virtual void compact(Revision revision, std::function<void(Status)> reply) = 0;
};

// Runs a task soon on an executor's thread; may be called from any thread, until the adapter that was
// given it is gone. Tasks of one thread keep their order.
using PostFromThread = std::function<void(Task)>;

}  // namespace podium
