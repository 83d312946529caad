// Objects that follow a durable store, as an API server's store would, in a map.
#pragma once

#include <map>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/durable/record.h"
#include "control-plane/durable/writer.h"
#include "runtime/real/real_executor.h"
#include "runtime/sqlite/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace podium {

class Shelf final : public FollowedObjects {
 public:
  ObjectRef get(const KindInfo& kind, const Key& key) const override {
    const auto found = objects.find(record_key(kind, key));
    return found == objects.end() ? nullptr : found->second;
  }
  void each(const std::function<void(const ObjectRef&)>& visit) const override {
    for (const auto& [key, object] : objects) visit(object);
  }
  void apply(const StoreChange& change) override {
    const std::string key = record_key(change.object->kind(), key_of(*change.object));
    CHECK(change.revision >= revision);
    CHECK(change.object->metadata.resource_version == change.revision);
    CHECK(change.previous == get(change.object->kind(), key_of(*change.object)));
    CHECK((change.type == ChangeType::kAdded) == (change.previous == nullptr));
    revision = change.revision;
    changes.push_back(change);
    if (change.type == ChangeType::kDeleted)
      objects.erase(key);
    else
      objects[key] = change.object;
  }
  void reach(Revision reached) override {
    CHECK(reached >= revision);
    revision = reached;
  }

  void forget_before(Revision from) override {
    CHECK(from == revision);
    forgotten = from;
  }

  std::map<std::string, ObjectRef> objects;
  std::vector<StoreChange> changes;
  Revision revision = 0, forgotten = 0;
};

inline Ref<Object> object_of(const char* json) {
  DecodedObject decoded = from_json(nlohmann::json::parse(json));
  REQUIRE(decoded.error == "");
  return std::move(decoded.value);
}

inline Ref<Object> config_map(const std::string& name, const std::string& value) {
  return object_of((R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name +
                    R"(","namespace":"default"},"data":{"key":")" + value + "\"}}")
                       .c_str());
}

// One life of a process that keeps its objects in a file.
struct Life {
  explicit Life(const std::string& file)
      : store(std::move(SqliteStore::open(file, executor,
                                          [this](Task task) { executor.post_from_thread(std::move(task)); }))
                  .value()),
        objects(*store, shelf, [this](const std::string& error) { unreadable.push_back(error); }) {
    objects.start([this](DurableState state, const std::string& why) {
      INFO(why);
      CHECK(state == DurableState::kServing);
      executor.stop();
    });
    executor.run();
  }

  WrittenObject put(Ref<Object> object, Revision before) {
    WrittenObject result;
    objects.put(std::move(object), before, Duration{0}, [&](WrittenObject written) {
      result = std::move(written);
      executor.stop();
    });
    executor.run();
    return result;
  }
  WrittenObject remove(const ObjectRef& object) {
    WrittenObject result;
    objects.remove(object->kind().clone(*object), object->metadata.resource_version,
                   [&](WrittenObject written) {
                     result = std::move(written);
                     executor.stop();
                   });
    executor.run();
    return result;
  }

  RealExecutor executor;
  Shelf shelf;
  std::vector<std::string> unreadable;
  std::unique_ptr<SqliteStore> store;
  DurableObjects objects;
};

}  // namespace podium
