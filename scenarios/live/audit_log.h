// Where the lines of the audit log go: the end of a file, or what a stream shows.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "control-plane/gateway/audit.h"
#include "runtime/env/status.h"

namespace podium::live {

// The API server's own options: --audit-log-path, --audit-policy-file.
struct AuditLogOptions {
  std::string path;         // "-": standard output; empty: there is no log
  std::string policy_file;  // empty: everything, at the level Metadata
};

// What the gateway needs for it. `out` is standard output, `complaints` gets a sentence when lines cannot be
// written, once until they can again; both outlive the result. Errors: kInvalid (the options, the policy),
// kUnavailable (a file).
Result<AuditOptions> open_audit_log(const AuditLogOptions& options, std::ostream& out,
                                    std::ostream& complaints);

}  // namespace podium::live
