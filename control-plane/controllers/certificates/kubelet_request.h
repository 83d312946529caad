// Certificates that kubelets ask for: what makes a request one of these.
// Source: pkg/apis/certificates/helpers.go of Kubernetes 1.33.
#pragma once

#include <string>

#include "control-plane/objects/kinds/certificate_signing_request.h"
#include "runtime/env/certificates.h"

namespace podium::controllers {

// The request as it was read by an authority. Errors: kInvalid.
Result<SigningRequest> read_signing_request(const CertificateSigningRequest& request,
                                            const CertificateAuthority& authority);

// Each says what is missing; empty: it is such a request.
std::string kubelet_client_fault(const SigningRequest& read, const List<Text>& usages);
std::string kubelet_serving_fault(const SigningRequest& read, const List<Text>& usages);
std::string api_client_fault(const List<Text>& usages);

}  // namespace podium::controllers
