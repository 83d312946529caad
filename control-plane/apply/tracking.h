// Field management as the API server uses it: who wrote what becomes part of the object, and server-side
// apply. Pure functions on JSON trees, as large as the object at hand; objects that nobody tracks cost
// nothing, because then nobody calls this. Rules: Kubernetes' "Server-Side Apply" reference page.
//
// All trees are in the version of the write. The caller has decoded and defaulted them, but not yet run
// admission: what that adds has no owner.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/type.h"

namespace podium::apply {

struct TrackingOptions {
  std::size_t most_updaters = 10;                // entries of operation Update; older ones are merged
  std::size_t longest_manager = 128;             // bytes of a manager's name taken from a user agent
  std::size_t largest_annotations = 256 * 1024;  // bytes; a last-applied annotation that exceeds it goes
};

class Versions;

// Who writes what, and when. Refers to what outlives the call.
struct Write {
  const schema::Type& type;      // any_type() for a kind without a schema
  std::string_view api_version;  // "apps/v1"
  std::string_view kind;         // "Deployment"
  std::string_view manager;      // see manager_name
  std::string_view time;         // now: RFC 3339, UTC, to the second
  std::string_view subresource = "";
  bool has_status = true;  // the status of the kind is a subresource
  TrackingOptions options = {};
  const Versions* versions = nullptr;  // null: the kind is served in this version alone
};

// The manager of a request: its fieldManager parameter, else the user agent up to the first slash.
std::string manager_name(std::string_view field_manager, std::string_view user_agent,
                         const TrackingOptions& options = {});

// After a create, update or patch: writes metadata.managedFields of `after`. What it holds before the call
// is what the client sent: a list of its own replaces the stored one, an empty list (or one empty entry)
// ends tracking, a broken one is disregarded. `before` is null for a new object. An object that exists
// without owners stays without.
void track(const Write& write, const nlohmann::json* before, nlohmann::json& after);

struct Failure {
  struct Cause {
    std::string reason, message, field;
  };
  int code = 0;  // 400, 409 or 500; 0: all went well
  std::string reason, message;
  std::vector<Cause> causes;

  explicit operator bool() const { return code != 0; }
};

// Server-side apply of `config`, the body of the request as it was sent, to `live` (null: creates it).
// `object` becomes the outcome with its managedFields, to be defaulted and validated; after a failure it is
// left alone. With `force` fields are taken from other managers, without it that is a conflict. An apply that
// changes nothing leaves the times as they were.
Failure apply(const Write& write, const nlohmann::json* live, const nlohmann::json& config, bool force,
              nlohmann::json& object);

// Gives `after` the times of `before` if there is no other difference. To be called once more when the
// outcome of an apply has been decoded and defaulted: by that it may have become what was there.
void keep_times(const nlohmann::json& before, nlohmann::json& after);

}  // namespace podium::apply
