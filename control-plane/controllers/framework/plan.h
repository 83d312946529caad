// What a controller wants done: requests to the API server, in steps, and when to think again.
// A plan is data; the runner carries it out.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/client/api.h"

namespace podium::controllers {

// A line of an object's story, written as a Kubernetes Event.
struct Note {
  ObjectRef about;
  bool warning = false;
  std::string_view reason;  // a literal
  std::string message;
};

// The event that tells how an action went. An empty reason tells nothing.
struct Telling {
  std::string_view reason;  // a literal
  std::string message;
  bool detail = false;   // on success the object's name is appended, on failure the error
  bool warning = false;  // though it went well: a failure always warns
};

// One request. Made by the functions below.
struct Action {
  Verb verb = Verb::kUpdate;  // kCreate, kUpdate, kDelete, kDeleteCollection, or kGet: see confirm_absent
  const KindInfo* kind = nullptr;
  Key key;
  std::string_view subresource = "";
  ObjectRef object;
  DeleteOptions remove;
  ObjectRef about;  // whom the events are about
  Telling success, failure;

  Action&& telling(ObjectRef object, Telling on_success, Telling on_failure = {}) && {
    about = std::move(object);
    success = std::move(on_success);
    failure = std::move(on_failure);
    return std::move(*this);
  }
};

Action create(ObjectRef object);
Action update(ObjectRef object);
Action update_status(ObjectRef object);
Action finalize(ObjectRef space);  // of a namespace: its spec.finalizers
// Deletes this very object: its uid is a precondition. `grace`: seconds; not set: the pod's own.
Action remove(const Object& object, Propagation propagation = Propagation::kDefault,
              std::optional<std::int64_t> grace = std::nullopt);
Action remove_collection(const KindInfo& kind, const Text& namespace_);
// Asks the server and fails, quietly, if an object of that uid is there after all.
Action confirm_absent(const KindInfo& kind, const Key& key, const Text& uid);

// Actions that are sent together. A step starts when the one before has been answered.
struct Step {
  std::vector<Action> actions;
  bool slow_start = false;  // in batches of 1, 2, 4, ...; stops after a batch with an error
  std::size_t largest_batch = std::numeric_limits<std::size_t>::max();  // of these
  bool always = false;  // runs even though an earlier step failed
};

// Something that no cache shows: what is measured. A get of a name, or a list.
struct Question {
  Verb verb = Verb::kList;
  const KindInfo* kind = nullptr;
  Key key;
  Selection selection;
};

// What a controller wants to know of a root the next time that the world does not show. Lost with the
// process.
struct Memory {
  virtual ~Memory() = default;
};

struct Plan {
  // Not empty: nothing else in the plan counts. They are asked, and reconcile is called again with the
  // answers.
  std::vector<Question> questions;
  std::vector<Step> steps;
  std::vector<Note> notes;               // told at once
  TimePoint wake_at = kForever;          // reconcile again then at the latest
  std::shared_ptr<const Memory> memory;  // kept for the next turn, if all goes well; null: forgets

  void then(Action action, bool always = false);
  void wake_by(TimePoint when) { wake_at = when < wake_at ? when : wake_at; }
  bool empty() const { return steps.empty() && notes.empty(); }
};

}  // namespace podium::controllers
