// Signs what was approved, for the signers of the cluster itself.
// Source: pkg/controller/certificates/signer of Kubernetes 1.33.
#include "control-plane/controllers/certificate_signing.h"

#include <algorithm>

#include "control-plane/authentication/base64.h"
#include "control-plane/controllers/certificates/kubelet_request.h"
#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

namespace {

using Request = CertificateSigningRequest;

bool waits(const Request& request) {
  return request.has("Approved") && !request.has("Denied") && !request.has("Failed") &&
         request.status.value().certificate.empty();
}

bool has(const List<Text>& usages, std::string_view usage) {
  return std::ranges::any_of(usages, [&](const Text& own) { return own == usage; });
}

CertificateUses uses_of(const List<Text>& usages) {
  return {has(usages, "digital signature") || has(usages, "signing"), has(usages, "key encipherment"),
          has(usages, "server auth"), has(usages, "client auth")};
}

// What the signer demands and the request lacks; empty: nothing.
std::string fault_of(const Request& request, const SigningRequest& read) {
  const CertificateSigningRequestSpec& spec = request.spec.value();
  if (spec.signer_name == kApiClientSigner) return api_client_fault(spec.usages);
  if (spec.signer_name == kKubeletClientSigner) return kubelet_client_fault(read, spec.usages);
  if (spec.signer_name == kKubeletServingSigner) {
    if (!(spec.username == read.subject.common_name)) return "subject common name is not the requester";
    return kubelet_serving_fault(read, spec.usages);
  }
  return "";
}

bool ours(const Text& signer) {
  return signer == kApiClientSigner || signer == kKubeletClientSigner || signer == kKubeletServingSigner ||
         signer == kLegacySigner;
}

class Signing final : public Controller {
 public:
  explicit Signing(CertificateOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "certificatesigningrequest-signing-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Request::info()}; }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    if (options_.authority == nullptr || change.after == nullptr) return;
    if (waits(static_cast<const Request&>(*change.after))) wake.now(key_of(*change.after));
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const Request> request = snapshot.find<Request>(root);
    if (!request || !waits(*request) || !ours(request->spec.value().signer_name)) return plan;
    const Result<std::string> certificate = issue(*request, turn.now);
    const Ref<Request> fresh = copy(*request);
    if (certificate.ok()) {
      fresh->status.edit().certificate = base64_padded(certificate.value());
    } else {
      Condition failed;
      failed.type_ = "Failed";
      failed.status = "True";
      failed.reason = "SignerValidationFailure";
      failed.message = certificate.error().message;
      failed.last_update_time = turn.now;
      fresh->status.edit().conditions.push_back(failed);
    }
    plan.then(update_status(fresh));
    return plan;
  }

 private:
  Result<std::string> issue(const Request& request, TimePoint now) const {
    const Result<SigningRequest> read = read_signing_request(request, *options_.authority);
    if (!read.ok()) return read.error();
    if (std::string fault = fault_of(request, read.value()); !fault.empty())
      return Error{ErrorCode::kInvalid, std::move(fault)};
    const CertificateSigningRequestSpec& spec = request.spec.value();
    Duration life = options_.longest;
    if (spec.expiration_seconds)
      life = std::clamp<Duration>(std::chrono::seconds(*spec.expiration_seconds), 10min, options_.longest);
    const std::string pem = *from_base64(spec.request.view());
    return options_.authority->sign(pem, uses_of(spec.usages), now - options_.backdate, now + life);
  }

  CertificateOptions options_;
};

}  // namespace

std::unique_ptr<Controller> certificate_signing_controller(const Settings& settings) {
  return std::make_unique<Signing>(settings.get<CertificateOptions>());
}

}  // namespace podium::controllers
