// Request bodies, in any of the forms that clients send, as objects.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "control-plane/client/api.h"
#include "control-plane/gateway/http_message.h"
#include "control-plane/schema/table.h"

namespace podium {

struct Body {
  ApiStatus status;  // not ok: why there is no object
  Ref<Object> object;
  std::vector<std::string> warnings;  // unknown and duplicate fields, where fieldValidation says Warn
};

// The body as an object of `kind`, checked field by field against the schema of the resource that the
// URL names; `view` if that is another version than the stored one. The namespace and the name of the URL
// fill what the body leaves out; what contradicts them is refused.
Body read_object(const HttpRequest& request, const KindInfo& kind, const schema::Resource& resource,
                 const Key& url, const View* view = nullptr);

// The body of a request that may have none, as a tree of `type`, which the client calls `name`.
ApiStatus read_tree(const HttpRequest& request, const schema::Type& type, std::string_view name,
                    nlohmann::json& tree);

// The options of a DELETE, from the body or the query.
ApiStatus read_delete_options(const HttpRequest& request, DeleteOptions& options, bool& dry_run);
// The same, of an Eviction of `pod`.
ApiStatus read_eviction(const HttpRequest& request, const Key& pod, DeleteOptions& options, bool& dry_run);

}  // namespace podium
