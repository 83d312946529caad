// Tokens for service accounts: who gets one, how long it is good for, and what it is bound to.
#pragma once

#include "control-plane/authentication/authenticator.h"
#include "control-plane/client/api.h"

namespace podium {

struct TokenAsked {
  const User& user;  // who asks: a kubelet gets tokens of its own pods only
  Key account;
  const TokenWish& wish;
  std::string id;  // of the token, if it is granted
  TimePoint now;
};

// Writes the token to `issued`, or returns why there is none. REQUIRES: the options have a signer.
ApiStatus issue_token(const AuthenticationOptions& options, const TokenAsked& asked, const Finder& find,
                      IssuedToken& issued);

}  // namespace podium
