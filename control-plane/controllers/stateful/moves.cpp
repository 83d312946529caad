// What a StatefulSet does next, pod by pod.
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/stateful/claims.h"
#include "control-plane/controllers/stateful/lineup.h"

namespace podium::controllers {

namespace {

constexpr std::size_t kLargestBatch = 500;  // of pods in flight, where they need no order

class Moves {
 public:
  Moves(const Snapshot& snapshot, const Lineup& lineup)
      : snapshot_(snapshot), lineup_(lineup), set_(*lineup.set) {
    for (Step* step : {&creations_, &deletions_}) {
      step->slow_start = !lineup.ordered();
      step->largest_batch = kLargestBatch;
    }
  }

  void decide() {
    for (std::size_t i = 0; i < lineup_.pods.size(); ++i) {
      if (blocked_by(i)) return;
    }
    for (const Ref<const Pod>& pod : lineup_.surplus) settle_claims(*pod);
    for (const Ref<const Pod>& pod : lineup_.surplus) {
      if (blocked_by_surplus(pod)) return;
    }
    update_one();
  }

  void add_to(Plan& plan) {
    for (Note& note : notes_) plan.notes.push_back(std::move(note));
    // The pods to be created have their claims. New ones come last: one that cannot be made holds nobody
    // back.
    claims_.always = true;
    for (Step* step : {&creations_, &updates_, &deletions_, &claims_}) {
      if (!step->actions.empty()) plan.steps.push_back(std::move(*step));
    }
  }

 private:
  int ordinal(std::size_t i) const { return first_ordinal(set_) + static_cast<int>(i); }

  // Does what the pod in that place needs. True if all others have to wait for it.
  bool blocked_by(std::size_t i) {
    const Ref<const Pod>& pod = lineup_.pods[i];
    if (!pod) {
      if (!has_stale_claim(snapshot_, set_, ordinal(i))) create_pod(ordinal(i));
      return lineup_.ordered();
    }
    if (is_terminal(*pod)) {
      if (!pod->metadata.deleting()) delete_pod(pod);
      return lineup_.ordered();
    }
    if (pod->status.value().phase == "Pending") {
      create_claims(ordinal(i), pod->metadata.name);
      settle_claims(*pod);
    }
    if (lineup_.ordered() && (!is_healthy(*pod) || !available(*pod))) return true;
    if (pod->metadata.deleting()) return false;
    if (!has_identity(*pod)) updates_.actions.push_back(update(with_identity(*pod, ordinal(i))));
    if (pod->status.value().phase != "Pending") settle_claims(*pod);
    return false;
  }

  // Whether all surplus pods of lower numbers are healthy, as the set's own are by then.
  bool is_first_unhealthy(const Ref<const Pod>& pod) const {
    for (auto other = lineup_.surplus.rbegin(); *other != pod; ++other) {
      if (!is_healthy(**other)) return false;
    }
    return true;
  }

  bool blocked_by_surplus(const Ref<const Pod>& pod) {
    if (pod->metadata.deleting()) return lineup_.ordered();
    const bool serves = runs_ready(*pod) && available(*pod);
    if (lineup_.ordered() && !serves && !is_first_unhealthy(pod)) return true;
    delete_pod(pod);
    return lineup_.ordered();
  }

  // From the highest number down to the partition: one that is not of the updated revision goes, if all
  // above it are healthy.
  void update_one() {
    const StatefulSetUpdateStrategy& strategy = set_.spec.value().update_strategy;
    if (strategy.type_ == "OnDelete") return;
    const auto lowest = static_cast<std::size_t>(strategy.rolling_update.value().partition.value_or(0));
    for (std::size_t i = lineup_.pods.size(); i-- > lowest;) {
      const Ref<const Pod>& pod = lineup_.pods[i];
      if (!pod) return;
      if (!(revision_label(*pod) == lineup_.updated->metadata.name) && !pod->metadata.deleting()) {
        return delete_pod(pod);
      }
      if (!is_healthy(*pod)) return;
    }
  }

  bool available(const Pod& pod) const { return is_available(pod, lineup_.min_ready(), lineup_.now); }

  // Pods below the partition come back as they were.
  bool stays_current(int ordinal) const {
    const StatefulSetUpdateStrategy& strategy = set_.spec.value().update_strategy;
    if (!(strategy.type_ == "RollingUpdate")) return false;
    return ordinal < first_ordinal(set_) + strategy.rolling_update.value().partition.value_or(0);
  }

  std::string about(std::string_view verb, const Text& pod, std::string_view how) const {
    return std::string(verb) + " Pod " + pod.str() + " in StatefulSet " + set_.metadata.name.str() + " " +
           std::string(how);
  }

  // True if the pod has all of its claims. If not, it waits until they are seen: their coming and going wakes
  // the set.
  bool create_claims(int ordinal, const Text& pod) {
    const std::string of_set = "Pod " + pod.str() + " in StatefulSet " + set_.metadata.name.str() + " ";
    const ClaimsOf claims = claims_of(snapshot_, set_, ordinal);
    for (const Ref<const PersistentVolumeClaim>& claim : claims.missing) {
      const std::string beginning = "create Claim " + claim->metadata.name.str() + " ";
      claims_.actions.push_back(
          create(claim).telling(lineup_.set, {"SuccessfulCreate", beginning + of_set + "success"},
                                {"FailedCreate", beginning + "for " + of_set + "failed error: ", true}));
    }
    for (const Text& claim : claims.ending) {
      note("FailedCreate", about("create", pod, "failed error: pvc " + claim.str() + " is being deleted"));
    }
    return claims.all_there();
  }

  void note(std::string_view reason, std::string message) {
    notes_.push_back({lineup_.set, true, reason, std::move(message)});
  }

  void create_pod(int ordinal) {
    const RevisionRef& revision = stays_current(ordinal) ? lineup_.current : lineup_.updated;
    const Box<PodTemplateSpec> stamp =
        revision == lineup_.updated ? set_.spec.value().template_ : template_of(*revision);
    const Ref<const Pod> pod = stateful_pod(set_, stamp.value(), revision->metadata.name, ordinal);
    if (!create_claims(ordinal, pod->metadata.name)) return;
    Telling failure{"FailedCreate", about("create", pod->metadata.name, "failed error: "), true};
    // A stranger has the name: to wait for its end is not worth an event at every attempt.
    if (snapshot_.find<Pod>(key_of(*pod))) failure = {};
    creations_.actions.push_back(create(pod).telling(
        lineup_.set, {"SuccessfulCreate", about("create", pod->metadata.name, "successful")},
        std::move(failure)));
  }

  void delete_pod(const Ref<const Pod>& pod) {
    deletions_.actions.push_back(remove(*pod).telling(
        lineup_.set, {"SuccessfulDelete", about("delete", pod->metadata.name, "successful")},
        {"FailedDelete", about("delete", pod->metadata.name, "failed error: "), true}));
  }

  void settle_claims(const Pod& pod) {
    const DueOwners due = with_due_owners(snapshot_, set_, pod, ordinal_of(set_, pod).value_or(0));
    for (const auto& claim : due.changed) updates_.actions.push_back(update(claim));
    for (const Text& claim : due.foreign) {
      note("ConflictingController",
           "PersistentVolumeClaim " + claim.str() +
               " has a conflicting OwnerReference that acts as a manging controller, "
               "the retention policy is ignored for this claim");
    }
  }

  const Snapshot& snapshot_;
  const Lineup& lineup_;
  const StatefulSet& set_;
  Step claims_, creations_, updates_, deletions_;
  std::vector<Note> notes_;
};

}  // namespace

void plan_moves(const Snapshot& snapshot, const Lineup& lineup, Plan& plan) {
  Moves moves(snapshot, lineup);
  moves.decide();
  moves.add_to(plan);
}

}  // namespace podium::controllers
