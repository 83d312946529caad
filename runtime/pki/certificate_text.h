// What a certificate says.
#pragma once

#include <string_view>

#include "runtime/env/certificates.h"

namespace podium::pki {

struct CertificateText {
  CertificateSubject subject;
  TimePoint from{}, until{};
  std::vector<std::string> dns_names, ip_addresses;
};

// Errors: kInvalid.
Result<CertificateText> read_certificate_text(std::string_view pem);

// Whether the certificate was signed by the authority, and the key belongs to it.
bool signed_by(std::string_view certificate_pem, std::string_view authority_pem);
bool belongs_to(std::string_view key_pem, std::string_view certificate_pem);

}  // namespace podium::pki
