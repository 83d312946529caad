#include "control-plane/controllers/certificates/kubelet_request.h"

#include <algorithm>

#include "control-plane/authentication/base64.h"

namespace podium::controllers {

namespace {

constexpr const char* kNodes = "system:nodes";
constexpr std::string_view kNodePrefix = "system:node:";

bool has(const List<Text>& usages, std::string_view usage) {
  return std::ranges::any_of(usages, [&](const Text& own) { return own == usage; });
}

// Is it for `purpose`, and for nothing but that and what keys are for?
bool used_for(const List<Text>& usages, std::string_view purpose) {
  return has(usages, purpose) && has(usages, "digital signature") &&
         std::ranges::all_of(usages, [&](const Text& usage) {
           return usage == purpose || usage == "digital signature" || usage == "key encipherment";
         });
}

std::string subject_fault(const SigningRequest& read) {
  if (read.subject.organizations != std::vector<std::string>{kNodes})
    return "subject organization is not system:nodes";
  if (!read.subject.common_name.starts_with(kNodePrefix))
    return "subject common name does not begin with system:node:";
  if (!read.other_names.empty()) return "email and URI subjectAltNames are not allowed";
  return "";
}

}  // namespace

Result<SigningRequest> read_signing_request(const CertificateSigningRequest& request,
                                            const CertificateAuthority& authority) {
  return authority.read_request(from_base64(request.spec.value().request.view()).value_or(""));
}

std::string kubelet_client_fault(const SigningRequest& read, const List<Text>& usages) {
  if (std::string fault = subject_fault(read); !fault.empty()) return fault;
  if (!read.dns_names.empty()) return "DNS subjectAltNames are not allowed";
  if (!read.ip_addresses.empty()) return "IP subjectAltNames are not allowed";
  return used_for(usages, "client auth") ? ""
                                         : "usages did not match expected: client auth, digital signature";
}

std::string kubelet_serving_fault(const SigningRequest& read, const List<Text>& usages) {
  if (std::string fault = subject_fault(read); !fault.empty()) return fault;
  if (read.dns_names.empty() && read.ip_addresses.empty()) return "DNS or IP subjectAltName is required";
  return used_for(usages, "server auth") ? ""
                                         : "usages did not match expected: server auth, digital signature";
}

std::string api_client_fault(const List<Text>& usages) {
  const bool fits =
      has(usages, "client auth") && std::ranges::all_of(usages, [](const Text& usage) {
        return usage == "client auth" || usage == "digital signature" || usage == "key encipherment";
      });
  return fits ? "" : "invalid usages, expected only client auth, digital signature and key encipherment";
}

}  // namespace podium::controllers
