// An authority without cryptography. Its requests are JSON:
//   {"cn": "system:node:n1", "o": ["system:nodes"], "dns": ["n1"]}
#pragma once

#include <nlohmann/json.hpp>

#include "runtime/env/certificates.h"

namespace podium::testing {

class TextAuthority final : public CertificateAuthority {
 public:
  std::string certificate() const override { return "authority"; }
  Result<SigningRequest> read_request(std::string_view pem) const override {
    const nlohmann::json request = nlohmann::json::parse(pem, nullptr, false);
    if (!request.is_object()) return Error{ErrorCode::kInvalid, "PEM block type must be CERTIFICATE REQUEST"};
    SigningRequest read;
    read.subject.common_name = request.value("cn", "");
    read.subject.organizations = request.value("o", std::vector<std::string>{});
    read.dns_names = request.value("dns", std::vector<std::string>{});
    return read;
  }
  Result<std::string> sign(std::string_view pem, const CertificateUses& uses, TimePoint from,
                           TimePoint until) const override {
    const Result<SigningRequest> read = read_request(pem);
    if (!read.ok()) return read.error();
    const nlohmann::json certificate = {{"cn", read.value().subject.common_name},
                                        {"client", uses.client_auth},
                                        {"server", uses.server_auth},
                                        {"seconds", (until - from) / std::chrono::seconds(1)}};
    return certificate.dump();
  }
};

}  // namespace podium::testing
