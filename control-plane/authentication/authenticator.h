// Who is asking: from a connection's certificate, a bearer token, or for want of these.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control-plane/authentication/finder.h"
#include "control-plane/authorization/access_request.h"
#include "runtime/env/certificates.h"
#include "runtime/env/signer.h"
#include "runtime/env/time.h"

namespace podium {

struct AuthenticationOptions {
  // Who asks without credentials over a connection that is not encrypted is the cluster's administrator:
  // for a port that nobody but him can reach. Otherwise he is system:anonymous.
  bool trust_plain = true;
  std::vector<std::pair<std::string, UserRef>> tokens;  // that never change: of an administrator
  // Of service accounts' tokens (--service-account-issuer, --api-audiences).
  std::string issuer = "https://kubernetes.default.svc.cluster.local";
  std::vector<std::string> audiences = {issuer};
  Duration longest_token{0};             // what more is asked for is cut to that; 0: no limit
  std::shared_ptr<const Signer> signer;  // null: there are no such tokens
};

// What a request shows of who it comes from.
struct Credentials {
  bool secure = false;
  const CertificateSubject* certificate = nullptr;  // null: none
  std::string_view authorization;                   // the header; empty: none
};

class Authenticator {
 public:
  Authenticator(AuthenticationOptions options, Finder find);

  // Null: the credentials are wrong, and the answer is 401.
  UserRef user_of(const Credentials& credentials, TimePoint now) const;

  struct TokenVerdict {
    UserRef user;                        // null: the token is not good
    std::vector<std::string> audiences;  // that it is good for, of those asked about
    std::string error;                   // why it is not
  };
  // `audiences`: that may be meant; empty: this server's.
  TokenVerdict review(std::string_view token, std::vector<std::string> audiences, TimePoint now) const;

  const AuthenticationOptions& options() const { return options_; }

 private:
  AuthenticationOptions options_;
  Finder find_;
};

}  // namespace podium
