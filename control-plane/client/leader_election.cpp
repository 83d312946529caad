#include "control-plane/client/leader_election.h"

#include <utility>

namespace podium {

Ref<Lease> wanted_lease(const Ref<const Lease>& stored, const SeenLease& seen,
                        const LeaderElectionOptions& options, TimePoint now) {
  const bool ours = stored && stored->spec.holder_identity == options.identity;
  const bool held = stored && !stored->spec.holder_identity.empty();
  if (held && !ours && !options.alone && now < seen.since + options.lease_duration) return nullptr;
  const Ref<Lease> wanted = stored ? copy(*stored) : make_ref<Lease>();
  wanted->metadata.namespace_ = options.namespace_;
  wanted->metadata.name = options.name;
  LeaseSpec& spec = wanted->spec;
  spec.lease_duration_seconds = static_cast<std::int32_t>(
      std::chrono::duration_cast<std::chrono::seconds>(options.lease_duration).count());
  spec.renew_time = {now};
  if (ours) return wanted;
  spec.acquire_time = {now};
  spec.lease_transitions = stored ? spec.lease_transitions.value_or(0) + 1 : 0;
  spec.holder_identity = options.identity;
  return wanted;
}

std::string candidate_identity(std::string_view host, Random& random) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string identity = std::string(host) + "_";
  for (const int digits : {8, 4, 4, 4, 12}) {
    if (digits != 8) identity += '-';
    for (int i = 0; i < digits; ++i) identity += kDigits[random.below(16)];
  }
  return identity;
}

struct LeaderElection::State : std::enable_shared_from_this<LeaderElection::State> {
  State(Client& c, LeaderElectionOptions o, std::function<void()> gained, std::function<void()> gone)
      : client(c), options(std::move(o)), lead(std::move(gained)), lost(std::move(gone)) {}

  TimePoint now() const { return client.executor().now(); }
  // Replies that come after the end find nobody.
  ApiReply later(void (State::*take)(const ApiResponse&)) {
    return [weak = weak_from_this(), take](const ApiResponse& response) {
      if (const auto self = weak.lock(); self && !self->over) ((*self).*take)(response);
    };
  }

  // A leader renews what it wrote last, unseen. If somebody else has written since, the refusal tells.
  void look() {
    timer = TimerId::kNone;
    if (leading && std::exchange(known, false)) return write(seen.lease);
    client.get(Lease::info(), {options.namespace_, options.name}, later(&State::take_look));
  }
  void take_look(const ApiResponse& response);
  void write(const Ref<const Lease>& stored);
  void take_write(const ApiResponse& response);
  void see(const Ref<const Lease>& lease);
  void rest();
  void watch_deadline();

  Client& client;
  const LeaderElectionOptions options;
  const std::function<void()> lead, lost;
  SeenLease seen;
  bool leading = false, over = false;
  bool known = false;   // `seen` is the Lease as it is stored, as far as one can know
  TimePoint asked{};    // when the write under way was
  TimePoint renewed{};  // when the last one that came through was asked for
  TimerId timer = TimerId::kNone, deadline = TimerId::kNone;
};

void LeaderElection::State::see(const Ref<const Lease>& lease) {
  const bool changed = !seen.lease || !lease || !(seen.lease->spec == lease->spec);
  seen.lease = lease;
  if (changed) seen.since = now();
}

void LeaderElection::State::take_look(const ApiResponse& response) {
  if (!response.status.ok() && !response.status.not_found()) return rest();
  const auto stored = as<Lease>(response.object);
  see(stored);
  write(stored);
}

void LeaderElection::State::write(const Ref<const Lease>& stored) {
  const Ref<Lease> wanted = wanted_lease(stored, seen, options, now());
  if (!wanted) return rest();
  asked = now();
  if (stored)
    client.update(wanted, later(&State::take_write));
  else
    client.create(wanted, later(&State::take_write));
}

// A conflict: somebody else was faster, and the next look shows who.
void LeaderElection::State::take_write(const ApiResponse& response) {
  if (response.status.ok()) {
    see(as<Lease>(response.object));
    known = true;
    renewed = asked;
    watch_deadline();
    if (!std::exchange(leading, true)) lead();
  }
  if (!over) rest();
}

void LeaderElection::State::rest() {
  Duration wait = options.retry_period;
  if (!leading) wait += client.random().between(Duration{0}, options.retry_jitter);
  timer = client.executor().run_after(wait, [this] { look(); });
}

// Others count from when they see a renewal, which is later than it was asked for: by the time they take
// over, this one has given up.
void LeaderElection::State::watch_deadline() {
  client.executor().cancel(deadline);
  deadline = client.executor().run_at(renewed + options.renew_deadline, [this] {
    over = true;
    leading = false;
    client.executor().cancel(timer);
    lost();
  });
}

LeaderElection::LeaderElection(Client& client, LeaderElectionOptions options, std::function<void()> lead,
                               std::function<void()> lost)
    : state_(std::make_shared<State>(client, std::move(options), std::move(lead), std::move(lost))) {}

LeaderElection::~LeaderElection() {
  state_->over = true;
  state_->client.executor().cancel(state_->timer);
  state_->client.executor().cancel(state_->deadline);
}

void LeaderElection::start() { state_->look(); }
bool LeaderElection::leading() const { return state_->leading; }

}  // namespace podium
