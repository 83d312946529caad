// Tokens of service accounts: what they say, and whether that still holds.
// Source: pkg/serviceaccount/claims.go of Kubernetes 1.33.
#pragma once

#include <string>
#include <vector>

#include "control-plane/authentication/finder.h"
#include "control-plane/authorization/access_request.h"
#include "runtime/env/signer.h"
#include "runtime/env/time.h"

namespace podium {

struct ObjectIdentity {
  std::string name, uid;
  bool operator==(const ObjectIdentity&) const = default;
};

// The claims. A token may be bound to an object: it is worth nothing when that is gone.
struct AccountToken {
  std::string issuer, id, namespace_;
  std::vector<std::string> audiences;
  ObjectIdentity account;
  std::optional<ObjectIdentity> pod, node, secret;  // the node beside a pod is where that runs
  TimePoint issued{}, expires{};                    // whole seconds
  // Of tokens that live longer than was asked for, until clients have learned to renew them: when they
  // should have been renewed.
  std::optional<TimePoint> warn_after;
};

std::string sign_account_token(const Signer& signer, const AccountToken& token);

// Null: the token is not one of this signer and issuer.
std::optional<AccountToken> read_account_token(const Signer& signer, std::string_view issuer,
                                               std::string_view text);

// Why the token counts for nothing: it is over, not yet, or what it is bound to is gone. Empty: it holds.
std::string account_token_fault(const AccountToken& token, const Finder& find, TimePoint now);

User user_of(const AccountToken& token);

}  // namespace podium
