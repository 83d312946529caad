#include "runtime/pki/certificate_text.h"

#include <openssl/err.h>

#include "runtime/pki/certificate_builder.h"

namespace podium::pki {

Result<CertificateText> read_certificate_text(std::string_view pem) {
  const CertificateHandle certificate = read_certificate(pem);
  if (certificate == nullptr) return Error{ErrorCode::kInvalid, "this is no certificate in PEM"};
  CertificateText text;
  text.subject = subject_of(X509_get_subject_name(certificate.get()));
  text.from = time_of(X509_get0_notBefore(certificate.get()));
  text.until = time_of(X509_get0_notAfter(certificate.get()));
  if (auto* names = static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate.get(), NID_subject_alt_name, nullptr, nullptr))) {
    AlternativeNames read = read_names(names);
    text.dns_names = std::move(read.dns_names);
    text.ip_addresses = std::move(read.ip_addresses);
    GENERAL_NAMES_free(names);
  }
  return text;
}

bool signed_by(std::string_view certificate_pem, std::string_view authority_pem) {
  const CertificateHandle certificate = read_certificate(certificate_pem);
  const CertificateHandle authority = read_certificate(authority_pem);
  if (certificate == nullptr || authority == nullptr) return false;
  const bool signed_one = X509_verify(certificate.get(), X509_get0_pubkey(authority.get())) == 1;
  ERR_clear_error();
  return signed_one;
}

bool belongs_to(std::string_view key_pem, std::string_view certificate_pem) {
  const CertificateHandle certificate = read_certificate(certificate_pem);
  const KeyHandle key = read_key(key_pem);
  if (certificate == nullptr || key == nullptr) return false;
  const bool own = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  return own;
}

}  // namespace podium::pki
