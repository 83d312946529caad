// A certificate authority of our own: an EC key on P-256, and a certificate that it signed itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/certificates.h"

namespace podium::pki {

// A certificate and its private key, PEM.
struct KeyPair {
  std::string certificate, key;
};

class Authority : public CertificateAuthority {
 public:
  // A new key, never seen before.
  static std::unique_ptr<Authority> create(const std::string& common_name, TimePoint from, TimePoint until);
  // Errors: kInvalid: no such texts, a key that is another's, or a certificate that may not sign others.
  static Result<std::unique_ptr<Authority>> read(const KeyPair& pair);

  virtual const KeyPair& pair() const = 0;
  // A new key with a certificate for it, by which its holder is that user, or that server.
  virtual KeyPair issue_client(const CertificateSubject& subject, TimePoint from, TimePoint until) const = 0;
  virtual KeyPair issue_server(const std::string& common_name, const std::vector<std::string>& dns_names,
                               const std::vector<std::string>& ip_addresses, TimePoint from,
                               TimePoint until) const = 0;
};

}  // namespace podium::pki
