#include "control-plane/controllers/framework/plan.h"

namespace podium::controllers {

namespace {

Action write(Verb verb, ObjectRef object, std::string_view subresource = "") {
  Action action;
  action.verb = verb;
  action.kind = &object->kind();
  action.key = key_of(*object);
  action.subresource = subresource;
  action.object = std::move(object);
  return action;
}

}  // namespace

Action create(ObjectRef object) { return write(Verb::kCreate, std::move(object)); }
Action update(ObjectRef object) { return write(Verb::kUpdate, std::move(object)); }
Action update_status(ObjectRef object) { return write(Verb::kUpdate, std::move(object), "status"); }
Action finalize(ObjectRef space) { return write(Verb::kUpdate, std::move(space), "finalize"); }

Action remove(const Object& object, Propagation propagation, std::optional<std::int64_t> grace) {
  Action action;
  action.verb = Verb::kDelete;
  action.kind = &object.kind();
  action.key = key_of(object);
  action.remove.propagation = propagation;
  action.remove.grace_period_seconds = grace;
  action.remove.uid = object.metadata.uid;
  return action;
}

Action remove_collection(const KindInfo& kind, const Text& namespace_) {
  Action action;
  action.verb = Verb::kDeleteCollection;
  action.kind = &kind;
  action.key.namespace_ = namespace_;
  action.remove.propagation = Propagation::kBackground;
  return action;
}

Action confirm_absent(const KindInfo& kind, const Key& key, const Text& uid) {
  Action action;
  action.verb = Verb::kGet;
  action.kind = &kind;
  action.key = key;
  action.remove.uid = uid;
  return action;
}

void Plan::then(Action action, bool always) {
  Step step;
  step.actions.push_back(std::move(action));
  step.always = always;
  steps.push_back(std::move(step));
}

}  // namespace podium::controllers
