#include "runtime/pki/authority.h"

#include <openssl/err.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "runtime/pki/certificate_builder.h"

namespace podium::pki {
namespace {

class P256Authority final : public Authority {
 public:
  P256Authority(KeyPair pair, CertificateHandle certificate, KeyHandle key)
      : pair_(std::move(pair)), certificate_(std::move(certificate)), key_(std::move(key)) {}

  const KeyPair& pair() const override { return pair_; }
  std::string certificate() const override { return pair_.certificate; }

  KeyPair issue_client(const CertificateSubject& subject, TimePoint from, TimePoint until) const override {
    return issue({.subject = subject, .uses = {.client_auth = true}, .from = from, .until = until});
  }

  KeyPair issue_server(const std::string& common_name, const std::vector<std::string>& dns_names,
                       const std::vector<std::string>& ip_addresses, TimePoint from,
                       TimePoint until) const override {
    return issue({.subject = {common_name, {}},
                  .dns_names = dns_names,
                  .ip_addresses = ip_addresses,
                  .uses = {.server_auth = true},
                  .from = from,
                  .until = until});
  }

  Result<SigningRequest> read_request(std::string_view pem) const override {
    const RequestHandle request = checked_request(pem);
    if (request == nullptr) return wrong_request();
    SigningRequest read{.subject = subject_of(X509_REQ_get_subject_name(request.get()))};
    AlternativeNames names = names_of(request.get());
    read.dns_names = std::move(names.dns_names);
    read.ip_addresses = std::move(names.ip_addresses);
    read.other_names = std::move(names.others);
    return read;
  }

  Result<std::string> sign(std::string_view request_pem, const CertificateUses& uses, TimePoint from,
                           TimePoint until) const override {
    const RequestHandle request = checked_request(request_pem);
    if (request == nullptr) return wrong_request();
    AlternativeNames names = names_of(request.get());
    const CertificatePlan plan{.subject = subject_of(X509_REQ_get_subject_name(request.get())),
                               .dns_names = std::move(names.dns_names),
                               .ip_addresses = std::move(names.ip_addresses),
                               .uses = uses,
                               .from = from,
                               .until = until};
    const CertificateHandle signed_one = build(plan, X509_REQ_get0_pubkey(request.get()));
    if (signed_one == nullptr) return Error{ErrorCode::kInvalid, "the request has a name that is none"};
    return to_pem(signed_one.get());
  }

 private:
  static Error wrong_request() {
    return {ErrorCode::kInvalid,
            "this is no certificate signing request in PEM with a right signature of its own"};
  }

  // Null if its own signature is wrong: then who sent it does not have the key.
  static RequestHandle checked_request(std::string_view pem) {
    RequestHandle request = pki::read_request(pem);
    if (request == nullptr) return nullptr;
    EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
    const bool right = key != nullptr && X509_REQ_verify(request.get(), key) == 1;
    ERR_clear_error();
    return right ? std::move(request) : nullptr;
  }

  static AlternativeNames names_of(X509_REQ* request) {
    AlternativeNames names;
    STACK_OF(X509_EXTENSION)* extensions = X509_REQ_get_extensions(request);
    if (auto* general =
            static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions, NID_subject_alt_name, nullptr, nullptr))) {
      names = read_names(general);
      GENERAL_NAMES_free(general);
    }
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    return names;
  }

  CertificateHandle build(CertificatePlan plan, EVP_PKEY* key) const {
    plan.until = std::min(plan.until, time_of(X509_get0_notAfter(certificate_.get())));
    return build_certificate(plan, key, certificate_.get(), key_.get());
  }

  KeyPair issue(const CertificatePlan& plan) const {
    const KeyHandle key = new_p256_key();
    const CertificateHandle certificate = build(plan, key.get());
    assert(certificate != nullptr);
    return {to_pem(certificate.get()), to_pem(key.get())};
  }

  const KeyPair pair_;
  const CertificateHandle certificate_;
  const KeyHandle key_;
};

}  // namespace

std::unique_ptr<Authority> Authority::create(const std::string& common_name, TimePoint from,
                                             TimePoint until) {
  KeyHandle key = new_p256_key();
  const CertificatePlan plan{.subject = {common_name, {}}, .authority = true, .from = from, .until = until};
  CertificateHandle certificate = build_certificate(plan, key.get(), nullptr, key.get());
  assert(certificate != nullptr);
  KeyPair pair{to_pem(certificate.get()), to_pem(key.get())};
  return std::make_unique<P256Authority>(std::move(pair), std::move(certificate), std::move(key));
}

Result<std::unique_ptr<Authority>> Authority::read(const KeyPair& pair) {
  CertificateHandle certificate = read_certificate(pair.certificate);
  KeyHandle key = read_key(pair.key);
  if (certificate == nullptr) return Error{ErrorCode::kInvalid, "this is no certificate in PEM"};
  if (key == nullptr) return Error{ErrorCode::kInvalid, "this is no private key in PEM (or it is encrypted)"};
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    ERR_clear_error();
    return Error{ErrorCode::kInvalid, "the private key is not that of the certificate"};
  }
  if (X509_check_ca(certificate.get()) != 1)
    return Error{ErrorCode::kInvalid, "the certificate is none of an authority: it may not sign others"};
  return std::unique_ptr<Authority>(
      std::make_unique<P256Authority>(pair, std::move(certificate), std::move(key)));
}

}  // namespace podium::pki
