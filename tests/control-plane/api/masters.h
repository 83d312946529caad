// API servers over durable stores, on real time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/api/durability.h"
#include "control-plane/durable/backed_store.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "runtime/real/real_executor.h"
#include "tests/control-plane/support/objects.h"
#include "tests/support/catch.h"

namespace podium::testing {

// False if it does not come true in time.
inline bool run_until(RealExecutor& executor, const std::function<bool()>& true_at_last,
                      Duration most = 30s) {
  const TimePoint end = executor.wall_now() + most;
  bool met = false;
  std::function<void()> look = [&] {
    met = true_at_last();
    if (met || executor.wall_now() > end) return executor.stop();
    executor.run_after(1ms, [&look] { look(); });
  };
  executor.post([&look] { look(); });
  executor.run();
  return met;
}

inline ApiRequest request_to(Verb verb, Ref<Object> object) {
  ApiRequest request;
  request.verb = verb;
  request.kind = &object->kind();
  request.key = key_of(*object);
  request.object = std::move(object);
  return request;
}

inline ApiRequest merge_patch(const KindInfo& kind, const Key& key, std::string body) {
  ApiRequest request;
  request.verb = Verb::kPatch;
  request.kind = &kind;
  request.key = key;
  request.patch = {Patch::Type::kMerge, std::move(body)};
  return request;
}

// One API server with what keeps its store.
class Master {
 public:
  Master(RealExecutor& executor, std::unique_ptr<DurableStore> disk, const std::string& name)
      : executor_(executor), disk_(std::move(disk)) {
    BackedStore::Listener listener;
    listener.ready = [this] { ready_ = true; };
    listener.lost = [this](const std::string& why) { lost = why; };
    listener.noticed = [this](const std::string& what) { noticed.push_back(what); };
    backed_ = std::make_unique<BackedStore>(executor, *disk_, std::move(listener));
    REQUIRE(run_until(executor, [this] { return ready_; }));
    durability = make_durability(*backed_);
    ApiServerOptions options;
    if (!disk_->exclusive()) options.event_ttl = Duration{0};
    server = std::make_unique<ApiServer>(executor, durability->store(), chronicle_,
                                         Random(1).fork(name + std::to_string(store().revision())), options);
    durability->serve(server.get());
    handle_in_turn(*durability, server->bootstrap_requests());
    REQUIRE(run_until(executor, [this] { return durability->idle(); }));
  }

  Store& store() { return durability->store(); }
  // Replies when the answer may leave the process.
  void send(ApiRequest request, std::function<void(const ApiResponse&)> reply) {
    durability->handle(std::move(request), [this, reply = std::move(reply)](const ApiResponse& response) {
      durability->release([reply, response] { reply(response); });
    });
  }
  ApiResponse ask(ApiRequest request) {
    std::optional<ApiResponse> answer;
    send(std::move(request), [&](const ApiResponse& response) { answer = response; });
    REQUIRE(run_until(executor_, [&] { return answer.has_value(); }));
    return *answer;
  }

  std::string lost;
  std::vector<std::string> noticed;

 private:
  RealExecutor& executor_;
  MemoryChronicle chronicle_{{}};
  std::unique_ptr<DurableStore> disk_;
  std::unique_ptr<BackedStore> backed_;
  bool ready_ = false;

 public:
  std::unique_ptr<Durability> durability;
  std::unique_ptr<ApiServer> server;
};

}  // namespace podium::testing
