// The audit log: who asked for what, and what became of it, as audit.k8s.io/v1 Events in lines of JSON.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "control-plane/gateway/audit_policy.h"
#include "control-plane/gateway/path.h"
#include "control-plane/gateway/witness.h"
#include "runtime/env/executor.h"

namespace podium {

struct AuditOptions {
  AuditPolicy policy;
  std::function<void(std::string_view line)> sink;  // gets whole lines; null: nothing is written
};

// What the log knows of a request from the beginning.
struct AuditedRequest {
  const HttpRequest& request;
  const std::optional<ApiPath>& path;
  const AccessRequest& asked;
  const User* really = nullptr;  // who acts for the user of `asked`
  std::string id;
};

// Gives the answer its Audit-Id, and writes what the policy wants to know. `executor` and `options` outlive
// it.
std::shared_ptr<Witness> audit_witness(Executor& executor, const AuditOptions& options,
                                       const AuditedRequest& request);

}  // namespace podium
