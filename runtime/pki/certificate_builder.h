// Certificates, field by field. For the files of this folder only.
#pragma once

#include <string>
#include <vector>

#include "runtime/env/certificates.h"
#include "runtime/pki/handles.h"

namespace podium::pki {

struct CertificatePlan {
  CertificateSubject subject;
  std::vector<std::string> dns_names, ip_addresses;
  CertificateUses uses;
  bool authority = false;
  TimePoint from{}, until{};
};

NameHandle name_of(const CertificateSubject& subject);
CertificateSubject subject_of(const X509_NAME* name);
TimePoint time_of(const ASN1_TIME* time);

// For `key`, signed by `issuer_key`; `issuer` null: by itself. Null if a name is none.
CertificateHandle build_certificate(const CertificatePlan& plan, EVP_PKEY* key, X509* issuer,
                                    EVP_PKEY* issuer_key);

// What a list of subject alternative names says.
struct AlternativeNames {
  std::vector<std::string> dns_names, ip_addresses, others;
};
AlternativeNames read_names(const GENERAL_NAMES* names);

}  // namespace podium::pki
