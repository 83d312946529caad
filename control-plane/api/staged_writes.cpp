#include "control-plane/api/staged_writes.h"

#include <set>
#include <utility>

#include "control-plane/api/api_server.h"
#include "control-plane/api/errors.h"
#include "control-plane/api/service_addresses.h"
#include "control-plane/objects/kinds/event.h"

namespace podium {
namespace {

// etcd takes 128 operations a transaction (--max-txn-ops). Only a deletion of a collection has more, and
// that need not happen at once.
constexpr std::size_t kMostWrites = 100;

ApiStatus timed_out() {
  ApiStatus status;
  status.code = 504;
  status.reason = "Timeout";
  status.message = "Timeout: request did not complete within requested timeout - context deadline exceeded";
  return status;
}

// As kube-apiserver passes on what etcd said.
ApiStatus store_error(std::string why) {
  ApiStatus status;
  status.code = 500;
  status.message = std::move(why);
  return status;
}

ApiStatus server_gone() {
  ApiStatus status;
  status.code = 503;
  status.reason = "ServiceUnavailable";
  status.message = "the API server is not running";
  return status;
}

ApiStatus overtaken(const ApiRequest& request) {
  const Text& name =
      request.key.name.empty() && request.object ? request.object->metadata.name : request.key.name;
  return conflict(*request.kind, name);
}

// What a Service takes, or gives up, of what no other may have.
void claim(const Store::TrialWrite& write, std::vector<Claim>& claims) {
  if (!is<Service>(*write.object)) return;
  std::set<std::string> before, after;
  if (write.previous) before = exclusive_parts(static_cast<const Service&>(*write.previous));
  if (!write.deleted) after = exclusive_parts(static_cast<const Service&>(*write.object));
  for (const std::string& part : after) {
    if (!before.contains(part)) claims.push_back({part});
  }
  for (const std::string& part : before) {
    if (!after.contains(part)) claims.push_back({part, true});
  }
}

bool reads(Verb verb) { return verb == Verb::kGet || verb == Verb::kList; }

}  // namespace

struct StagedWrites::Attempt {
  ApiRequest request;
  Reply reply;
  int tries = 0;
  std::uint64_t generation = 0;
  ApiResponse response;
  std::vector<Store::TrialWrite> writes;
  std::size_t next = 0;  // of writes, to be committed
};

void StagedWrites::serve(ApiServer* server) {
  server_ = server;
  ++generation_;
}

void StagedWrites::handle(ApiRequest request, Reply reply) {
  if (reads(request.verb)) return reply(server_->handle(request));
  auto attempt = std::make_shared<Attempt>();
  attempt->request = std::move(request);
  attempt->reply = std::move(reply);
  attempt->generation = generation_;
  ++under_way_;
  judge(attempt);
}

void StagedWrites::judge(const std::shared_ptr<Attempt>& attempt) {
  ++attempt->tries;
  store().begin_trial();
  attempt->response = server_->handle(attempt->request);
  attempt->writes = store().end_trial();
  attempt->next = 0;
  if (attempt->writes.empty()) return finish(attempt, {});
  commit(attempt);
}

void StagedWrites::commit(const std::shared_ptr<Attempt>& attempt) {
  std::vector<ObjectWrite> writes;
  std::vector<Claim> claims;
  for (; attempt->next < attempt->writes.size(); ++attempt->next) {
    if (writes.size() + claims.size() >= kMostWrites) break;
    Store::TrialWrite& write = attempt->writes[attempt->next];
    claim(write, claims);
    const bool lapses = is<Event>(*write.object) && !write.deleted;
    writes.push_back({std::move(write.object), write.deleted,
                      write.previous ? write.previous->metadata.resource_version : 0,
                      lapses ? options_.event_ttl : Duration{0}});
  }
  backed_.objects().commit(std::move(writes), claims,
                           [this, attempt](const DurableOutcome& outcome) { take(attempt, outcome); });
}

void StagedWrites::take(const std::shared_ptr<Attempt>& attempt, const DurableOutcome& outcome) {
  switch (outcome.kind) {
    case DurableOutcome::Kind::kCommitted:
      return attempt->next < attempt->writes.size() ? commit(attempt) : finish(attempt, {});
    case DurableOutcome::Kind::kConflict:
      if (attempt->generation != generation_) return finish(attempt, server_gone());
      if (attempt->tries >= options_.tries) return finish(attempt, overtaken(attempt->request));
      return judge(attempt);
    case DurableOutcome::Kind::kRefused: return finish(attempt, store_error(outcome.why));
    case DurableOutcome::Kind::kUnknown: return finish(attempt, timed_out());
  }
}

// The response shares the objects that were committed: they carry their revisions by now.
void StagedWrites::finish(const std::shared_ptr<Attempt>& attempt, ApiStatus refused) {
  --under_way_;
  ++settled_;
  ApiResponse response = std::move(attempt->response);
  if (!refused.ok()) {
    response = {};
    response.status = std::move(refused);
  }
  response.revision = store().revision();
  attempt->reply(response);
}

}  // namespace podium
