// Inside the API server: what its handlers share. One file per verb.
#pragma once

#include <deque>

#include "control-plane/api/access.h"
#include "control-plane/api/api_server.h"
#include "control-plane/api/errors.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/rules/rules.h"

namespace podium {

struct Pod;

struct ApiServer::State {
  State(Executor& e, Store& s, Chronicle& c, Random r, ApiServerOptions o)
      : executor(e),
        store(s),
        chronicle(c),
        random(r.fork("apiserver")),
        options(o),
        access(s),
        addresses(o.services, r.fork("service addresses")),
        catalogue(o.catalogue != nullptr ? o.catalogue : std::make_shared<custom::Catalogue>()) {}

  // Verbs.
  ApiResponse get(const ApiRequest& request);
  ApiResponse list(const ApiRequest& request);
  ApiResponse create(const ApiRequest& request);
  ApiResponse update(const ApiRequest& request);
  ApiResponse patch(const ApiRequest& request);
  ApiResponse remove(const ApiRequest& request);
  ApiResponse remove_collection(const ApiRequest& request);
  ApiResponse bind(const ApiRequest& request);
  ApiResponse evict(const ApiRequest& request);
  ApiResponse apply(const ApiRequest& request);
  ApiStatus charge_budget(const Pod& pod, bool dry_run);

  // Whether the owners of an object's fields are still to be told from what changed.
  enum class Owners { kToTell, kKnown };
  void track(const ApiRequest& request, const Object* before, Object& fresh) const;
  void keep_times(const Object& before, Object& fresh) const;

  // Steps of a create.
  ApiResponse create_object(const ApiRequest& request, Ref<Object> object, Owners owners);
  void stamp(ObjectMeta& metadata, const KindInfo& kind);
  Text free_name(const KindInfo& kind, const ObjectMeta& metadata);
  bool mounts_token(const Pod& pod) const;
  ApiStatus admit(Object& object);  // namespace, service account, what admission adds
  ApiStatus admit_by_policies(Object& object) const;
  ApiStatus admit_change(const Object& before, const Object& fresh) const;
  ApiStatus charge_quotas(const Object& fresh, const Object* before, bool dry_run);
  ApiStatus check_namespace(const Object& object) const;
  ApiStatus check_account(const Pod& pod) const;

  // CertificateSigningRequests; for other kinds these do nothing.
  void sign_by_requester(const ApiRequest& request, Object& object) const;
  void confine_signing(Object& fresh, const Object& before, std::string_view subresource) const;
  bool may_use_signer(const User& user, const char* verb, std::string_view signer) const;
  ApiStatus check_new_signing(const Object& object) const;
  ApiStatus check_signing(const ApiRequest& request, const Object& before, const Object& fresh) const;

  // What depends on who writes.
  ApiStatus check_creation(const ApiRequest& request) const;
  ApiStatus check_grant(const ApiRequest& request, const Object* before, const Object& fresh) const;
  // `fresh` is null for a deletion.
  ApiStatus check_node(const ApiRequest& request, const Object* before, const Object* fresh) const;
  ObjectRef keep(Ref<Object> object);

  // Steps of a write to a present object.
  ApiStatus check_successor(const Object& before, const Object& fresh) const;
  void confine(Object& fresh, const Object& before, std::string_view subresource) const;
  std::vector<FieldError> faults(Object& fresh, const Object& before);
  ApiResponse write(const ObjectRef& before, Ref<Object> fresh, const ApiRequest& request,
                    Owners owners = Owners::kToTell);
  ApiResponse erase(Ref<Object> last, bool dry_run);
  void expire_events();
  void follow_services();

  // Custom kinds, and the definitions they come from; for other kinds these do nothing. definitions.cpp
  void follow_definitions();
  void settle_definition(Object& fresh, const Object* before) const;
  ApiStatus check_definition(const Object& fresh, const Object* before) const;
  ApiStatus check_kind_stays(const KindInfo& kind) const;  // nothing is added to a kind that ends
  void end_definition(Object& fresh);          // one that is being deleted: with all objects of its kind
  void end_definition_of(const Object& gone);  // when the last object of its kind has gone

  // APIServices; for other kinds these do nothing. api_services.cpp
  void settle_api_service(Object& fresh) const;
  ApiStatus check_api_service(const Object& fresh) const;
  // A definition has changed, or an APIService has gone: those of the group become what its definitions
  // serve.
  void follow_group(const Object& changed);

  // Null: the kind is stored.
  const Answerer* answerer_of(const KindInfo& kind) const;

  // Answers.
  ApiResponse ok(ObjectRef object, int code = 200) const;
  ApiResponse fail(ApiStatus status) const;

  ApiResponse issue(const ApiRequest& request);  // a token
  std::string new_uid();
  std::string name_suffix();
  void record(const Object* before, const Object* after);

  Executor& executor;
  Store& store;
  Chronicle& chronicle;
  Random random;
  ApiServerOptions options;
  Access access;
  ServiceAddresses addresses;
  std::shared_ptr<custom::Catalogue> catalogue;
  Store::WatchId services = 0, definitions = 0;
  std::vector<std::pair<const KindInfo*, Answerer>> answerers;  // of the kinds that are not stored
  std::deque<std::pair<TimePoint, Key>> events;                 // in the order they expire
  TimerId expiry = TimerId::kNone;
};

// Labels and fields of a request as the store's selector; `refused` names a field that is not there.
Selector selector_of(const ApiRequest& request, ApiStatus& refused);

}  // namespace podium
