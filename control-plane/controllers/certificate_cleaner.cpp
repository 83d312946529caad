// Deletes CertificateSigningRequests that nobody waits for any more.
// Source: pkg/controller/certificates/cleaner of Kubernetes 1.33, which looks once an hour; this one knows
// when.
#include <algorithm>

#include "control-plane/controllers/certificate_signing.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/certificate_signing_request.h"

namespace podium::controllers {

namespace {

using Request = CertificateSigningRequest;

class Cleaner final : public Controller {
 public:
  explicit Cleaner(CertificateOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "certificatesigningrequest-cleaner-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Request::info()}; }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    if (change.after != nullptr)
      wake.at(key_of(*change.after), end_of(static_cast<const Request&>(*change.after)));
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const Request> request = snapshot.find<Request>(root);
    if (!request) return plan;
    const TimePoint end = end_of(*request);
    if (end > turn.now)
      plan.wake_by(end);
    else
      plan.then(remove(*request));
    return plan;
  }

 private:
  // An hour after it was decided, or a day after it was made if nobody decided.
  TimePoint end_of(const Request& request) const {
    TimePoint decided{};
    for (const Condition& condition : request.status.value().conditions)
      decided = std::max({decided, condition.last_update_time, condition.last_transition_time});
    if (decided != TimePoint{}) return decided + options_.keep_decided;
    return request.metadata.creation_timestamp + options_.keep_pending;
  }

  CertificateOptions options_;
};

}  // namespace

std::unique_ptr<Controller> certificate_cleaner_controller(const Settings& settings) {
  return std::make_unique<Cleaner>(settings.get<CertificateOptions>());
}

}  // namespace podium::controllers
