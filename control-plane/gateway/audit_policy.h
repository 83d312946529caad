// What of a request is written into the audit log: audit.k8s.io/v1 Policy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control-plane/authorization/access_request.h"
#include "runtime/env/status.h"

namespace podium {

enum class AuditLevel : std::uint8_t { kNone, kMetadata, kRequest, kRequestResponse };

const char* to_string(AuditLevel level);

struct AuditRule {
  struct Resources {
    std::string group;
    std::vector<std::string> resources, names;  // empty: all
  };
  AuditLevel level = AuditLevel::kNone;
  // What is empty restricts nothing. A namespace "" is what has none.
  std::vector<std::string> users, groups, verbs, namespaces, paths, omit_stages;
  std::vector<Resources> resources;
  bool omit_managed_fields = false;

  bool matches(const AccessRequest& request) const;
};

struct AuditPolicy {
  std::vector<AuditRule> rules;
  std::vector<std::string> omit_stages;  // of every rule

  // The first rule that matches; null: nothing is written.
  const AuditRule* rule_for(const AccessRequest& request) const;
  bool omits(const AuditRule& rule, std::string_view stage) const;
};

// The Policy of a file. Errors: kInvalid, with the place and what is wrong: "policy.yaml:3: rules[0].level:
// ...".
Result<AuditPolicy> read_audit_policy(const std::string& yaml, const std::string& file);

}  // namespace podium
