#include "control-plane/api/durability.h"

#include "control-plane/api/api_server.h"
#include "control-plane/api/staged_writes.h"
#include "control-plane/durable/backed_store.h"

namespace podium {
namespace {

// A store that goes ahead of its disk: handlers write to it, the gate sees to the rest.
class WriteAhead final : public Durability {
 public:
  explicit WriteAhead(BackedStore& backed) : store_(backed.store()), gate_(*backed.gate()) {}

  Store& store() override { return store_; }
  void serve(ApiServer* server) override { server_ = server; }
  void handle(ApiRequest request, Reply reply) override { reply(server_->handle(request)); }
  void release(Task task) override { gate_.when_durable(std::move(task)); }
  bool open() const override { return gate_.open(); }
  bool idle() const override { return gate_.open(); }
  std::uint64_t settled() const override { return gate_.durable(); }

 private:
  Store& store_;
  DurableGate& gate_;
  ApiServer* server_ = nullptr;
};

struct Turns : std::enable_shared_from_this<Turns> {
  Turns(Durability& d, std::vector<ApiRequest> r) : durability(d), requests(std::move(r)) {}

  void go_on() {
    if (next == requests.size()) return;
    durability.handle(std::move(requests[next++]),
                      [self = shared_from_this()](const ApiResponse&) { self->go_on(); });
  }

  Durability& durability;
  std::vector<ApiRequest> requests;
  std::size_t next = 0;
};

}  // namespace

std::unique_ptr<Durability> make_durability(BackedStore& store, DurabilityOptions options) {
  if (store.gate() != nullptr) return std::make_unique<WriteAhead>(store);
  return std::make_unique<StagedWrites>(store, options);
}

void handle_in_turn(Durability& durability, std::vector<ApiRequest> requests) {
  std::make_shared<Turns>(durability, std::move(requests))->go_on();
}

}  // namespace podium
