// Custom kinds: the catalogue follows the definitions, and a definition does not go before its objects.
#include <algorithm>

#include "control-plane/api/state.h"
#include "control-plane/custom/check_definition.h"
#include "control-plane/custom/crd_status.h"

namespace podium {
namespace {

const KindInfo& definition_kind() {
  return *find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
}

const Generic& generic(const Object& object) { return static_cast<const Generic&>(object); }

// The name of the definition that an object's kind comes from.
Key definition_key(const KindInfo& kind) {
  return {{}, Text(std::string(kind.plural) + "." + std::string(kind.group))};
}

bool drop_finalizer(Object& object) {
  std::erase_if(object.metadata.finalizers.edit(),
                [](const Text& finalizer) { return finalizer == custom::kCleanupFinalizer; });
  return object.metadata.finalizers.empty();
}

}  // namespace

// By what the store tells, as services are followed: it may be others who write.
void ApiServer::State::follow_definitions() {
  const KindInfo& kind = definition_kind();
  store.each(kind, {}, [this](const ObjectRef& object) { catalogue->take(generic(*object)); });
  bool expired = false;
  definitions = store.watch(
      kind, Selector(), store.revision(),
      [this](const StoreChange& change) {
        if (change.type == ChangeType::kDeleted)
          catalogue->forget(generic(*change.object));
        else
          catalogue->take(generic(*change.object));
      },
      expired);
}

// Names are accepted with the write itself, and so the definition is established at once.
void ApiServer::State::settle_definition(Object& fresh, const Object* before) const {
  if (!custom::is_definition(fresh.kind())) return;
  Generic& definition = static_cast<Generic&>(fresh);
  custom::set_definition_defaults(definition);
  if (!custom::check_definition(definition, nullptr).empty()) return;
  std::vector<ObjectRef> kept;
  std::vector<const Generic*> others;
  store.each(fresh.kind(), {}, [&](const ObjectRef& object) {
    if (key_of(*object) == key_of(fresh)) return;
    kept.push_back(object);
    others.push_back(&generic(*object));
  });
  if (before != nullptr && before->metadata.deleting()) return;
  custom::settle(definition, others, executor.now());
}

ApiStatus ApiServer::State::check_definition(const Object& fresh, const Object* before) const {
  if (!custom::is_definition(fresh.kind())) return {};
  const FieldErrors errors =
      custom::check_definition(generic(fresh), before == nullptr ? nullptr : &generic(*before));
  return errors.empty() ? ApiStatus() : invalid(fresh.kind(), fresh.metadata.name, errors);
}

// All of its objects are deleted with it; what their finalizers hold, holds the definition.
void ApiServer::State::end_definition(Object& fresh) {
  if (!custom::is_definition(fresh.kind())) return;
  const custom::Definition* definition = nullptr;
  for (const custom::Kind& kind : catalogue->kinds()) {
    if (!(definition_key(kind) == key_of(fresh)) || !kind.served) continue;
    definition = kind.definition;
    std::vector<Key> keys;
    store.each(kind, {}, [&keys](const ObjectRef& object) { keys.push_back(key_of(*object)); });
    for (const Key& key : keys) {
      ApiRequest one;
      one.verb = Verb::kDelete;
      one.kind = &kind;
      one.key = key;
      remove(one);
    }
    if (store.size(kind) == 0) continue;
    std::vector<Text>& finalizers = fresh.metadata.finalizers.edit();
    const Text cleanup{std::string(custom::kCleanupFinalizer)};
    if (std::find(finalizers.begin(), finalizers.end(), cleanup) == finalizers.end())
      finalizers.push_back(cleanup);
  }
  if (definition != nullptr) custom::begin_cleanup(static_cast<Generic&>(fresh), executor.now());
}

ApiStatus ApiServer::State::check_kind_stays(const KindInfo& kind) const {
  if (as_custom(kind) == nullptr) return {};
  const ObjectRef definition = store.get(definition_kind(), definition_key(kind));
  if (!definition || !definition->metadata.deleting()) return {};
  ApiStatus status = method_not_supported(kind, "create");
  status.message = "create not allowed while custom resource definition is terminating";
  return status;
}

void ApiServer::State::end_definition_of(const Object& gone) {
  if (as_custom(gone.kind()) == nullptr || store.size(gone.kind()) > 0) return;
  const ObjectRef definition = store.get(definition_kind(), definition_key(gone.kind()));
  if (!definition || !definition->metadata.deleting()) return;
  Ref<Object> fresh = definition->kind().clone(*definition);
  if (drop_finalizer(*fresh)) {
    record(fresh.get(), nullptr);
    follow_group(*store.remove(std::move(fresh)));
  } else {
    store.update(std::move(fresh));
  }
}

}  // namespace podium
