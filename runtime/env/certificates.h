// Certificates as Kubernetes uses them: the common name is a user, the organizations are its groups.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium {

struct CertificateSubject {
  std::string common_name;
  std::vector<std::string> organizations;
};

// What a certificate signing request asks for (PKCS #10), once its own signature was found to be right.
struct SigningRequest {
  CertificateSubject subject;
  std::vector<std::string> dns_names, ip_addresses;  // subject alternative names, as texts
  std::vector<std::string> other_names;              // e-mail addresses and URIs
};

// Uses that a certificate may be put to: together those of Kubernetes' spec.usages that matter here.
struct CertificateUses {
  bool digital_signature = true, key_encipherment = false;
  bool server_auth = false, client_auth = false;
};

// An authority that signs. It has no clock: the caller says from when until when.
class CertificateAuthority {
 public:
  virtual ~CertificateAuthority() = default;

  // PEM.
  virtual std::string certificate() const = 0;
  // Errors: kInvalid, with what is wrong with the PEM text.
  virtual Result<SigningRequest> read_request(std::string_view pem) const = 0;
  // The certificate (PEM) for the request's key and names. It never outlives the authority's own.
  // Errors: as read_request.
  virtual Result<std::string> sign(std::string_view request_pem, const CertificateUses& uses, TimePoint from,
                                   TimePoint until) const = 0;
};

}  // namespace podium
