// A wish for a certificate: approved or denied by somebody, then signed by its signer.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct CertificateSigningRequestSpec {
  Text request;  // base64 of the PEM of a PKCS #10 request
  Text signer_name, username, uid;
  List<Text> groups, usages;
  std::optional<std::int32_t> expiration_seconds;
  Tree extra;  // what else was known of who asked: lists of texts by key

  bool operator==(const CertificateSigningRequestSpec&) const = default;
  static const Type& type();
};

struct CertificateSigningRequestStatus {
  List<Condition> conditions;  // Approved, Denied, Failed
  Text certificate;            // base64 of PEM; empty: not issued

  bool operator==(const CertificateSigningRequestStatus&) const = default;
  static const Type& type();
};

struct CertificateSigningRequest : Object {
  CertificateSigningRequest() : Object(info()) {}
  Box<CertificateSigningRequestSpec> spec;
  Box<CertificateSigningRequestStatus> status;
  Tree rest;

  bool has(std::string_view condition) const { return find_condition(status.value().conditions, condition); }
  bool operator==(const CertificateSigningRequest&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

// Signers of the cluster itself.
inline constexpr const char* kApiClientSigner = "kubernetes.io/kube-apiserver-client";
inline constexpr const char* kKubeletClientSigner = "kubernetes.io/kube-apiserver-client-kubelet";
inline constexpr const char* kKubeletServingSigner = "kubernetes.io/kubelet-serving";
inline constexpr const char* kLegacySigner = "kubernetes.io/legacy-unknown";

}  // namespace podium
