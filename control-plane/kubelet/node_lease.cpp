#include "control-plane/kubelet/node_lease.h"

#include <utility>

namespace podium::kubelet {
namespace {

constexpr const char* kNamespace = "kube-node-lease";

}  // namespace

NodeLease::NodeLease(Client& client, std::string node, Random random, Duration duration, Duration period)
    : client_(client),
      node_(node),
      duration_(duration),
      period_(period),
      phase_(random.between(Duration{0}, period - Duration{1})) {}

NodeLease::~NodeLease() { client_.executor().cancel(timer_); }

void NodeLease::start() { renew(); }

Ref<Lease> NodeLease::first_lease() const {
  auto lease = make_ref<Lease>();
  lease->metadata.namespace_ = kNamespace;
  lease->metadata.name = node_;
  lease->spec.holder_identity = node_;
  lease->spec.lease_duration_seconds =
      static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::seconds>(duration_).count());
  return lease;
}

// While an answer is outstanding, another request would not come through either.
void NodeLease::renew() {
  Executor& executor = client_.executor();
  timer_ = executor.run_at(next_tick(executor.now() + Duration{1}, period_, phase_), [this] { renew(); });
  if (std::exchange(asking_, true)) return;
  Ref<Lease> lease = lease_ ? copy(*lease_) : first_lease();
  lease->spec.renew_time.at = executor.now();
  const auto reply = [this](const ApiResponse& response) { replied(response); };
  if (lease_)
    client_.update(std::move(lease), reply);
  else
    client_.create(std::move(lease), reply);
}

void NodeLease::replied(const ApiResponse& response) {
  asking_ = false;
  if (response.status.ok()) {
    lease_ = as<Lease>(response.object);
  } else if (response.status.already_exists() || response.status.conflict()) {
    asking_ = true;
    client_.get(Lease::info(), Key{kNamespace, node_}, [this](const ApiResponse& r) {
      asking_ = false;
      if (!r.status.ok()) return;
      lease_ = as<Lease>(r.object);
      client_.executor().cancel(timer_);
      renew();
    });
  } else if (response.status.not_found()) {
    lease_ = nullptr;
  }
}

}  // namespace podium::kubelet
