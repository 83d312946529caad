#include "scenarios/cluster/elected.h"

#include <utility>

namespace podium {
namespace {

LeaderElectionOptions named(LeaderElectionOptions options, Elected::Candidate& candidate) {
  options.identity = candidate_identity(candidate.machine, candidate.random);
  return options;
}

// As kube-scheduler and kube-controller-manager set up their client for the election.
ClientOptions impatient(ClientOptions client, const LeaderElectionOptions& options) {
  client.timeout = options.renew_deadline / 2;
  return client;
}

}  // namespace

Elected::Elected(Candidate candidate, LeaderElectionOptions options, ClientOptions client,
                 std::function<std::shared_ptr<void>()> act, std::function<void()> lost)
    : candidate_(std::move(candidate)),
      options_(named(std::move(options), candidate_)),
      client_(candidate_.process, candidate_.transport, candidate_.machine, candidate_.random.fork("client"),
              impatient(std::move(client), options_)),
      recorder_(client_, options_.name),
      election_(
          client_, options_, [this, act = std::move(act)] { lead(act); },
          [this, lost = std::move(lost)] {
            tell("does not lead any more");
            candidate_.process.pause();
            lost();
          }) {
  election_.start();
}

void Elected::lead(const std::function<std::shared_ptr<void>()>& act) {
  tell("leads");
  Lease lease;
  lease.metadata.namespace_ = options_.namespace_;
  lease.metadata.name = options_.name;
  recorder_.normal(lease, "LeaderElection", options_.identity + " became leader");
  acting_ = act();
}

void Elected::tell(const char* what) {
  candidate_.chronicle.record(candidate_.process, Category::kDecision, options_.name,
                              "machine/" + candidate_.machine, what);
}

}  // namespace podium
