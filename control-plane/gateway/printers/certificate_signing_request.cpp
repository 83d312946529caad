// CertificateSigningRequests as `kubectl get csr` shows them.
#include "control-plane/objects/kinds/certificate_signing_request.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string state_of(const CertificateSigningRequest& request) {
  std::string text;
  for (const char* condition : {"Approved", "Denied", "Failed"}) {
    if (request.has(condition)) text += (text.empty() ? "" : ",") + std::string(condition);
  }
  if (text.empty()) text = "Pending";
  return request.status.value().certificate.empty() ? text : text + ",Issued";
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& request = static_cast<const CertificateSigningRequest&>(object);
  const CertificateSigningRequestSpec& spec = request.spec.value();
  const auto& seconds = spec.expiration_seconds;
  return {request.metadata.name.str(),
          age(request.metadata.creation_timestamp, now),
          or_none(spec.signer_name.str()),
          spec.username.str(),
          seconds ? human_duration(std::chrono::seconds(*seconds)) : "<none>",
          state_of(request)};
}

}  // namespace

Printer certificate_signing_request_printer() {
  return {&CertificateSigningRequest::info(),
          {{"Name", "string", "name"},
           {"Age"},
           {"SignerName"},
           {"Requestor"},
           {"RequestedDuration"},
           {"Condition"}},
          &row};
}

}  // namespace podium
