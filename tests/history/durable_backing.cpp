#include <utility>

#include "control-plane/api/durability.h"
#include "control-plane/durable/backed_store.h"
#include "runtime/real/real_executor.h"
#include "tests/history/backing.h"
#include "tests/support/catch.h"

namespace podium::history {
namespace {

constexpr Duration kBreath = 1ms, kPatience = 30s;

class DurableBacking final : public Backing {
 public:
  explicit DurableBacking(OpenDisk open) : open_disk_(std::move(open)) {}

  Store& store() override { return durability_->store(); }
  Durability* durability() override { return durability_.get(); }

  void breathe() override {
    if (durability_->idle()) {
      executor_.run_due(executor_.wall_now());
    } else {
      run_for(kBreath);
    }
  }

  void open() override {
    durability_ = nullptr;
    backed_ = nullptr;
    disk_ = nullptr;
    disk_ = open_disk_(executor_);
    ready_ = false;
    BackedStore::Listener listener;
    listener.ready = [this] {
      ready_ = true;
      executor_.stop();
    };
    listener.lost = [](const std::string& why) { FAIL("the store is lost: " << why); };
    listener.noticed = [](const std::string&) {};
    backed_ = std::make_unique<BackedStore>(executor_, *disk_, std::move(listener));
    run_for(kPatience);
    REQUIRE(ready_);
    durability_ = make_durability(*backed_);
  }

 private:
  void run_for(Duration most) {
    const TimerId end = executor_.run_after(most, [this] { executor_.stop(); });
    executor_.run();
    executor_.cancel(end);
  }

  OpenDisk open_disk_;
  RealExecutor executor_;
  std::unique_ptr<DurableStore> disk_;
  std::unique_ptr<BackedStore> backed_;
  std::unique_ptr<Durability> durability_;
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Backing> make_durable_backing(OpenDisk open) {
  return std::make_unique<DurableBacking>(std::move(open));
}

}  // namespace podium::history
