// Approves the client certificates of kubelets whose senders may have them: their own, to renew it, and that
// of a machine that joins. Source: pkg/controller/certificates/approver of Kubernetes 1.33. Whether the
// sender may is answered from the roles and bindings in the snapshot instead of by a SubjectAccessReview.
#include "control-plane/authorization/policy.h"
#include "control-plane/controllers/certificate_signing.h"
#include "control-plane/controllers/certificates/kubelet_request.h"
#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

namespace {

using Request = CertificateSigningRequest;

bool open(const Request& request) { return !request.has("Approved") && !request.has("Denied"); }

User sender_of(const Request& request) {
  return {request.spec.value().username, request.spec.value().groups, request.spec.value().uid, {}};
}

Policy policy_of(const Snapshot& snapshot) {
  Policy policy;
  for (const KindInfo* kind :
       {&ClusterRole::info(), &ClusterRoleBinding::info(), &Role::info(), &RoleBinding::info()})
    snapshot.each(*kind, [&](const ObjectRef& object) { policy.set(object); });
  return policy;
}

Action approve(const Request& request, const char* message) {
  const Ref<Request> fresh = copy(request);
  Condition approved;
  approved.type_ = "Approved";
  approved.status = "True";
  approved.reason = "AutoApproved";
  approved.message = message;
  fresh->status.edit().conditions.push_back(approved);
  Action action = update(fresh);
  action.subresource = "approval";
  return action;
}

class Approver final : public Controller {
 public:
  explicit Approver(CertificateOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "certificatesigningrequest-approving-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Request::info(), &ClusterRole::info(), &ClusterRoleBinding::info(), &Role::info(),
            &RoleBinding::info()};
  }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    if (options_.authority == nullptr || change.after == nullptr || !change.of(Request::info())) return;
    if (open(static_cast<const Request&>(*change.after))) wake.now(key_of(*change.after));
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const Ref<const Request> request = snapshot.find<Request>(root);
    if (!request || !open(*request) || !(request->spec.value().signer_name == kKubeletClientSigner))
      return plan;
    const Result<SigningRequest> read = read_signing_request(*request, *options_.authority);
    if (!read.ok() || !kubelet_client_fault(read.value(), request->spec.value().usages).empty()) return plan;
    AccessRequest asked;
    asked.user = sender_of(*request);
    asked.verb = "create";
    asked.group = "certificates.k8s.io";
    asked.resource = "certificatesigningrequests";
    const Policy policy = policy_of(snapshot);
    const bool own = request->spec.value().username == read.value().subject.common_name;
    asked.subresource = "selfnodeclient";
    if (own && policy.authorize(asked).allowed) {
      plan.then(
          approve(*request, "Auto approving self kubelet client certificate after SubjectAccessReview."));
      return plan;
    }
    asked.subresource = "nodeclient";
    if (policy.authorize(asked).allowed)
      plan.then(approve(*request, "Auto approving kubelet client certificate after SubjectAccessReview."));
    return plan;
  }

 private:
  CertificateOptions options_;
};

}  // namespace

std::unique_ptr<Controller> certificate_approving_controller(const Settings& settings) {
  return std::make_unique<Approver>(settings.get<CertificateOptions>());
}

}  // namespace podium::controllers
