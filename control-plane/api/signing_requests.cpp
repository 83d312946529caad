// CertificateSigningRequests: who asks is written into them, and deciding and signing take rights on their
// signers. Source: pkg/registry/certificates and plugin/pkg/admission/certificates of Kubernetes 1.33.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/api/state.h"
#include "control-plane/authentication/base64.h"
#include "control-plane/objects/kinds/certificate_signing_request.h"

namespace podium {
namespace {

using Request = CertificateSigningRequest;

Tree extra_of(const User& user) {
  nlohmann::json extra;
  for (const auto& [key, values] : user.extra) {
    for (const Text& value : values) extra[key].push_back(value.view());
  }
  return Tree(std::move(extra));
}

bool decided(const List<Condition>& conditions, std::vector<Condition>& decisions) {
  decisions.clear();
  for (const Condition& condition : conditions) {
    if (condition.type_ == "Approved" || condition.type_ == "Denied") decisions.push_back(condition);
  }
  return !decisions.empty();
}

bool failed(const Request& request) { return request.has("Failed"); }

// Conditions whose time nobody told get it now.
void stamp_conditions(const Request& before, Request& fresh, TimePoint now) {
  if (before.status.value().conditions == fresh.status.value().conditions) return;
  for (Condition& condition : fresh.status.edit().conditions.edit()) {
    if (condition.last_update_time == TimePoint{}) condition.last_update_time = now;
    if (condition.last_transition_time != TimePoint{}) continue;
    const Condition* old = find_condition(before.status.value().conditions, condition.type_.view());
    condition.last_transition_time =
        old != nullptr && old->status == condition.status ? old->last_transition_time : now;
  }
}

}  // namespace

void ApiServer::State::sign_by_requester(const ApiRequest& request, Object& object) const {
  if (!is<Request>(object)) return;
  CertificateSigningRequestSpec& spec = static_cast<Request&>(object).spec.edit();
  const User nobody{"system:apiserver", {Text(kMastersGroup)}};
  const User& user = request.user != nullptr ? *request.user : nobody;
  spec.username = user.name;
  spec.uid = user.uid;
  spec.groups = user.groups;
  spec.extra = extra_of(user);
}

// What of the status each subresource may change.
void ApiServer::State::confine_signing(Object& fresh, const Object& before,
                                       std::string_view subresource) const {
  Request& wanted = static_cast<Request&>(fresh);
  const Request& old = static_cast<const Request&>(before);
  wanted.spec = old.spec;
  stamp_conditions(old, wanted, executor.now());
  if (subresource == "approval") {
    const List<Condition> conditions = wanted.status.value().conditions;
    wanted.status = old.status;
    if (!(conditions == old.status.value().conditions)) wanted.status.edit().conditions = conditions;
  }
}

bool ApiServer::State::may_use_signer(const User& user, const char* verb, std::string_view signer) const {
  AccessRequest asked;
  asked.user = user;
  asked.verb = verb;
  asked.group = "certificates.k8s.io";
  asked.resource = "signers";
  asked.name = signer;
  if (access.decide(asked).allowed) return true;
  const std::string all = std::string(signer.substr(0, signer.find('/'))) + "/*";
  asked.name = all;
  return access.decide(asked).allowed;
}

ApiStatus ApiServer::State::check_signing(const ApiRequest& request, const Object& before,
                                          const Object& fresh) const {
  if (!is<Request>(fresh)) return {};
  const auto &old = static_cast<const Request&>(before), &wanted = static_cast<const Request&>(fresh);
  std::vector<Condition> was, is_now;
  decided(old.status.value().conditions, was);
  decided(wanted.status.value().conditions, is_now);
  const Text& signer = wanted.spec.value().signer_name;
  const auto refused = [&](const char* what) {
    return forbidden(
        Request::info(), wanted.metadata.name,
        std::string("user not permitted to ") + what + " requests with signerName \"" + signer.str() + "\"");
  };
  if (request.subresource == "status") {
    if (was != is_now)
      return invalid(Request::info(), wanted.metadata.name,
                     {field_forbidden("status.conditions",
                                      "updates to Approved and Denied conditions are only allowed via "
                                      "/approval")});
    const bool signs = !(old.status.value().certificate == wanted.status.value().certificate) ||
                       failed(old) != failed(wanted);
    if (signs && request.user != nullptr && !may_use_signer(*request.user, "sign", signer.view()))
      return refused("sign");
  }
  if (request.subresource != "approval") return {};
  if (request.user != nullptr && !may_use_signer(*request.user, "approve", signer.view()))
    return refused("approve");
  for (const Condition& condition : was) {
    if (find_condition(wanted.status.value().conditions, condition.type_.view()) == nullptr)
      return invalid(Request::info(), wanted.metadata.name,
                     {field_forbidden("status.conditions", "updates may not remove a condition of type \"" +
                                                               condition.type_.str() + "\"")});
  }
  const std::vector<FieldError> errors = rules_of(Request::info()).validate(wanted);
  return errors.empty() ? ApiStatus() : invalid(Request::info(), wanted.metadata.name, errors);
}

ApiStatus ApiServer::State::check_new_signing(const Object& object) const {
  if (!is<Request>(object) || options.authority == nullptr) return {};
  const CertificateSigningRequestSpec& spec = static_cast<const Request&>(object).spec.value();
  const std::string pem = from_base64(spec.request.view()).value_or("");
  const Result<SigningRequest> read = options.authority->read_request(pem);
  if (!read.ok())
    return invalid(Request::info(), object.metadata.name,
                   {invalid_value("spec.request", spec.request.str(), read.error().message)});
  const std::vector<std::string>& groups = read.value().subject.organizations;
  const bool masters = std::ranges::find(groups, kMastersGroup) != groups.end();
  if (!masters || !(spec.signer_name == kApiClientSigner)) return {};
  return forbidden(
      Request::info(), object.metadata.name,
      "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
}

}  // namespace podium
