#include "control-plane/objects/kinds/certificate_signing_request.h"

namespace podium {

const Type& CertificateSigningRequestSpec::type() {
  using T = CertificateSigningRequestSpec;
  static const Type t = struct_type<T>(
      "CertificateSigningRequestSpec",
      {field("request", &T::request), field("signerName", &T::signer_name), field("username", &T::username),
       field("uid", &T::uid), field("groups", &T::groups), field("usages", &T::usages),
       field("expirationSeconds", &T::expiration_seconds), field("extra", &T::extra)});
  return t;
}

const Type& CertificateSigningRequestStatus::type() {
  using T = CertificateSigningRequestStatus;
  static const Type t =
      struct_type<T>("CertificateSigningRequestStatus",
                     {field("conditions", &T::conditions), field("certificate", &T::certificate)});
  return t;
}

const Type& CertificateSigningRequest::type() {
  using T = CertificateSigningRequest;
  static const Type t =
      struct_type<T>("CertificateSigningRequest",
                     {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& certificate_signing_request_kind() {
  static const KindInfo kind = make_kind<CertificateSigningRequest>(
      kind_index("certificate_signing_request"), "certificates.k8s.io", "v1", "CertificateSigningRequest",
      "certificatesigningrequests", false, true);
  return kind;
}

const KindInfo& CertificateSigningRequest::info() { return certificate_signing_request_kind(); }

}  // namespace podium
