// The words that clients and the API server exchange. Within one address space objects travel as
// shared pointers; only a wire outside turns them into text.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/objects/object.h"
#include "runtime/env/transport.h"

namespace podium {

struct View;
struct User;

enum class Verb : std::uint8_t { kGet, kList, kWatch, kCreate, kUpdate, kPatch, kDelete, kDeleteCollection };
const char* to_string(Verb verb);  // "get", "deletecollection"

// The outcome of a request, in the terms of Kubernetes' Status object.
struct ApiStatus {
  struct Cause {
    std::string reason;   // "FieldValueRequired"
    std::string message;  // "Required value"
    std::string field;    // "spec.containers"
  };
  int code = 200;
  std::string reason;   // "NotFound", "Conflict", ...; empty on success
  std::string message;  // as kubectl prints it
  std::string details_group, details_kind, details_name, details_uid;
  std::vector<Cause> causes;
  int retry_after_seconds = 0;

  bool ok() const { return code < 400; }
  bool not_found() const { return code == 404; }
  bool conflict() const { return code == 409 && reason == "Conflict"; }
  bool already_exists() const { return code == 409 && reason == "AlreadyExists"; }
};

// One requirement on a field: "status.phase!=Running".
struct FieldRequirement {
  std::string path, value;
  bool equal = true;
};

// What a list or watch is about.
struct Selection {
  Text namespace_;  // empty: all namespaces
  LabelSelector labels;
  std::vector<FieldRequirement> fields;  // all must hold
};

// What becomes of fields that a type does not have.
enum class FieldValidation : std::uint8_t { kIgnore, kWarn, kStrict };

struct Patch {
  enum class Type : std::uint8_t { kJson, kMerge, kStrategicMerge, kApply };
  Type type = Type::kMerge;
  std::string body;  // JSON text; of kApply YAML
};

enum class Propagation : std::uint8_t { kDefault, kBackground, kForeground, kOrphan };

struct DeleteOptions {
  std::optional<std::int64_t> grace_period_seconds;
  Propagation propagation = Propagation::kDefault;
  Text uid;                            // precondition; empty: none
  std::uint64_t resource_version = 0;  // precondition; 0: none
};

// Whether a watch begins with the present state.
enum class InitialEvents : std::uint8_t {
  kByRevision,  // if it names no resource version
  kAlways,      // even so
  kNever,
};

// What a token of a service account shall be good for. (Kubernetes: TokenRequest.)
struct TokenWish {
  std::vector<std::string> audiences;  // empty: the API server's own
  std::int64_t seconds = 3600;
  std::string kind, version, name, uid;  // of the object to be bound to; empty: none
};

struct IssuedToken {
  TokenWish granted;  // with the audiences and the life that it has
  std::string text;
  TimePoint renew_before{};  // when it ends, for whoever asked
};

struct ApiRequest : Message {
  std::uint64_t id = 0;  // chosen by the client; names the answer, and a watch's events
  Verb verb = Verb::kGet;
  const KindInfo* kind = nullptr;
  Key key;                            // namespace, and the name where there is one
  std::string_view subresource = "";  // "status", "binding", "eviction", "resize"; a literal
  ObjectRef object;                   // of create and update
  Patch patch;
  DeleteOptions remove;  // of delete, and of create with the subresource "eviction"
  std::shared_ptr<const TokenWish> token;  // of create with the subresource "token"
  Selection selection;   // of list, watch and deletecollection
  std::int64_t limit = 0;
  std::string continue_token;
  std::uint64_t resource_version = 0;  // watch: events after it; list and get: at least as new; 0: any
  bool exact = false;                  // list: as it was at resource_version
  InitialEvents initial = InitialEvents::kByRevision;  // of a watch
  bool bookmarks = false;
  bool dry_run = false;
  std::string field_manager;   // of writes over REST: who owns what they write; empty: of no account
  bool force = false;          // apply: takes fields from other managers
  const View* view = nullptr;  // of a write: the version that the client speaks, if not the stored one
  FieldValidation unknown_fields = FieldValidation::kIgnore;  // of a patch
  bool cancel = false;                                        // ends the watch `id`
  std::shared_ptr<const User> user;  // who asks; null: the API server itself, who may do everything
  bool allowed = false;              // whoever took the request in has made sure that the user may do that
};

struct ApiResponse : Message {
  std::uint64_t id = 0;
  ApiStatus status;
  ObjectRef object;                   // of get, create, update, patch, delete
  std::vector<ObjectRef> items;       // of list, in key order
  std::uint64_t revision = 0;         // of the store, when answered
  std::string continue_token;         // more to come
  std::int64_t remaining = 0;         // items after this page, where known
  std::vector<std::string> warnings;  // of what was done all the same
  std::shared_ptr<const IssuedToken> token;
};

enum class WatchType : std::uint8_t { kAdded, kModified, kDeleted, kBookmark, kError };

struct WatchEvent : Message {
  std::uint64_t id = 0;  // the watch request's
  WatchType type = WatchType::kAdded;
  ObjectRef object;    // deleted: its last state
  ObjectRef previous;  // modified and deleted: the state before, shared; null if unknown
  std::uint64_t revision = 0;
  bool initial = false;  // part of the state at the watch's start
  bool synced = false;   // bookmark that ends the initial state
  ApiStatus status;      // of kError: 410 Expired, ...
};

}  // namespace podium
