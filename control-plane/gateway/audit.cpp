#include "control-plane/gateway/audit.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/user_json.h"
#include "control-plane/schema/protobuf.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr std::size_t kShort = 4096;  // bytes that a Status of success never has: longer answers are objects

std::string uri_of(const HttpRequest& request) {
  std::string uri = request.path;
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    uri += separator + name + "=" + value;
    separator = '&';
  }
  return uri;
}

json object_reference(const AuditedRequest& audited) {
  const AccessRequest& asked = audited.asked;
  json reference = {{"resource", asked.resource}, {"apiVersion", audited.path->version}};
  const auto add = [&](const char* field, std::string_view text) {
    if (!text.empty()) reference[field] = text;
  };
  add("namespace", asked.namespace_);
  add("name", asked.name);
  add("apiGroup", asked.group);
  add("subresource", asked.subresource);
  return reference;
}

json body_of(const HttpRequest& request) {
  json body;
  if (request.header("content-type").starts_with("application/vnd.kubernetes.protobuf"))
    schema::decode_protobuf(schema::kubernetes(), request.body, body);
  else
    body = json::parse(request.body, nullptr, false);
  return body.is_discarded() ? json() : body;
}

class AuditWitness final : public Witness {
 public:
  AuditWitness(Executor& executor, const AuditOptions& options, const AuditedRequest& audited)
      : executor_(executor), options_(options), id_(audited.id) {
    if (!options.sink) return;
    rule_ = options.policy.rule_for(audited.asked);
    if (rule_ == nullptr) return;
    describe(audited);
    tell("RequestReceived");
    if (rule_->level < AuditLevel::kRequest || !audited.path || audited.request.body.empty()) return;
    if (json body = body_of(audited.request); !body.is_null()) note_object("requestObject", std::move(body));
  }

  void answers(HttpResponse& response) override {
    response.headers.emplace_back("Audit-Id", id_);
    if (rule_ == nullptr) return;
    note_outcome(response.code, response.body);
    tell("ResponseComplete");
  }
  void streams(HttpResponse* head) override {
    if (head != nullptr) head->headers.emplace_back("Audit-Id", id_);
    if (rule_ == nullptr) return;
    event_["responseStatus"] = {{"metadata", json::object()}, {"code", head != nullptr ? head->code : 101}};
    tell("ResponseStarted");
  }
  void ended() override {
    if (rule_ != nullptr) tell("ResponseComplete");
  }

 private:
  void describe(const AuditedRequest& audited) {
    const HttpRequest& request = audited.request;
    const bool impersonated = audited.really != nullptr;
    event_ = {{"kind", "Event"},
              {"apiVersion", "audit.k8s.io/v1"},
              {"level", to_string(rule_->level)},
              {"auditID", id_},
              {"requestURI", uri_of(request)},
              {"verb", audited.asked.verb},
              {"user", user_json(impersonated ? *audited.really : audited.asked.user)},
              {"requestReceivedTimestamp", format_micro_time(executor_.now())}};
    if (impersonated) event_["impersonatedUser"] = user_json(audited.asked.user);
    if (!request.peer.address.empty()) event_["sourceIPs"] = {request.peer.address};
    if (!request.header("user-agent").empty()) event_["userAgent"] = request.header("user-agent");
    if (audited.path) event_["objectRef"] = object_reference(audited);
  }

  // Of lists, managedFields are those of each item.
  void note_object(const char* field, json object) {
    if (rule_->omit_managed_fields && object.is_object()) {
      const auto omit = [](json& one) {
        if (const auto meta = one.find("metadata"); meta != one.end() && meta->is_object())
          meta->erase("managedFields");
      };
      omit(object);
      if (const auto items = object.find("items"); items != object.end() && items->is_array()) {
        for (json& item : *items) {
          if (item.is_object()) omit(item);
        }
      }
    }
    event_[field] = std::move(object);
  }

  void note_outcome(int code, const std::string& body) {
    json status = {{"metadata", json::object()}, {"code", code}};
    const bool whole = rule_->level == AuditLevel::kRequestResponse;
    json object;
    if (whole || code >= 400 || body.size() <= kShort) object = json::parse(body, nullptr, false);
    if (object.is_object() && object.value("kind", "") == "Status") {
      for (const char* field : {"status", "message", "reason"})
        if (object.contains(field)) status[field] = object[field];
    }
    event_["responseStatus"] = std::move(status);
    if (whole && object.is_object() && event_.contains("objectRef"))
      note_object("responseObject", std::move(object));
  }

  void tell(const char* stage) {
    if (options_.policy.omits(*rule_, stage)) return;
    event_["stage"] = stage;
    event_["stageTimestamp"] = format_micro_time(executor_.now());
    options_.sink(event_.dump() + "\n");
  }

  Executor& executor_;
  const AuditOptions& options_;
  const std::string id_;
  const AuditRule* rule_ = nullptr;  // null: nothing is written
  json event_;
};

}  // namespace

std::shared_ptr<Witness> audit_witness(Executor& executor, const AuditOptions& options,
                                       const AuditedRequest& request) {
  return std::make_shared<AuditWitness>(executor, options, request);
}

}  // namespace podium
