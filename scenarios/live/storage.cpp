#include "scenarios/live/storage.h"

#include <algorithm>
#include <csignal>
#include <ostream>
#include <utility>

#include "control-plane/custom/catalogue.h"
#include "control-plane/durable/backed_store.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/lease.h"
#include "runtime/real/real_executor.h"

namespace podium::live {
namespace {

constexpr Duration kPatience = 15s;  // with a store that does not answer at the start

TimePoint newest_of(const Object& object) {
  TimePoint newest = object.metadata.creation_timestamp;
  if (const auto* lease = as<Lease>(&object)) newest = std::max(newest, lease->spec.renew_time.at);
  if (const auto* event = as<Event>(&object)) newest = std::max(newest, event->last_timestamp);
  return newest;
}

// As long as this lives, new threads are born deaf to the signals that end the program: those are the main
// thread's (scenarios/live/signals.h).
class DeafThreads {
 public:
  DeafThreads() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  ~DeafThreads() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  DeafThreads(const DeafThreads&) = delete;
  DeafThreads& operator=(const DeafThreads&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

struct Storage::State {
  // Opens the store and begins to read it.
  Status begin(const StoreSpec& spec, std::ostream& log);

  const KindInfo* find(std::string_view group, std::string_view plural) const;

  const std::shared_ptr<custom::Catalogue> catalogue = std::make_shared<custom::Catalogue>();
  RealExecutor executor;
  std::unique_ptr<DurableStore> disk;
  std::unique_ptr<BackedStore> backed;
  std::unique_ptr<Durability> durability;
  bool ready = false;
  std::string lost, noticed;
};

Result<std::unique_ptr<Storage>> Storage::open(const StoreSpec& spec, std::ostream& log) {
  auto owned = std::make_unique<State>();
  State* const state = owned.get();
  if (const Status begun = state->begin(spec, log); !begun.ok()) return begun.error();
  const TimerId patience = state->executor.run_after(kPatience, [state] { state->executor.stop(); });
  state->executor.run();
  state->executor.cancel(patience);
  if (!state->lost.empty()) return Error{ErrorCode::kInvalid, state->lost};
  if (!state->ready)
    return Error{ErrorCode::kTimeout, "nobody answers at " + spec.text + ": " + state->noticed};
  state->durability = make_durability(*state->backed);
  return std::unique_ptr<Storage>(new Storage(std::move(owned)));
}

Status Storage::State::begin(const StoreSpec& spec, std::ostream& log) {
  const DeafThreads deaf;
  auto opened = open_store(spec, executor);
  if (!opened.ok()) return opened.error();
  disk = std::move(opened).value();
  State* const state = this;
  const auto end = [state] { state->executor.stop(); };
  BackedStore::Listener listener;
  listener.ready = [state, end] { state->ready = true, end(); };
  listener.lost = [state, end](const std::string& why) { state->lost = why, end(); };
  listener.noticed = [state, &log](const std::string& what) {
    state->noticed = what;
    log << "store: " << what << std::endl;
  };
  BackedStoreOptions options;
  options.find_kind = [state](std::string_view group, std::string_view plural) {
    return state->find(group, plural);
  };
  backed = std::make_unique<BackedStore>(executor, *disk, std::move(listener), std::move(options));
  return {};
}

Storage::Storage(std::unique_ptr<State> state) : state_(std::move(state)) {}
Storage::~Storage() = default;

Durability& Storage::durability() { return *state_->durability; }
// A definition is read before the objects of its kind; the catalogue learns of it when they ask.
const KindInfo* Storage::State::find(std::string_view group, std::string_view plural) const {
  if (const KindInfo* built_in = find_built_in_kind(group, plural)) return built_in;
  const KindInfo& kind = *find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
  const Key key{{}, Text(std::string(plural) + "." + std::string(group))};
  if (const ObjectRef definition = backed->store().get(kind, key))
    catalogue->take(static_cast<const Generic&>(*definition));
  return catalogue->find_stored(group, plural);
}

const std::shared_ptr<custom::Catalogue>& Storage::catalogue() const { return state_->catalogue; }
bool Storage::exclusive() const { return state_->disk->exclusive(); }
int Storage::descriptor() const { return state_->executor.wake_descriptor(); }
Duration Storage::until_next() { return state_->executor.until_next(); }
const std::string& Storage::lost() const { return state_->lost; }

void Storage::run() { state_->executor.run_due(state_->executor.wall_now()); }

TimePoint Storage::newest() const {
  TimePoint newest{};
  const auto look = [&](const KindInfo& kind) {
    state_->durability->store().each(
        kind, {}, [&](const ObjectRef& object) { newest = std::max(newest, newest_of(*object)); });
  };
  for (const KindInfo* kind : all_kinds()) look(*kind);
  for (const custom::Kind& kind : state_->catalogue->kinds()) look(kind);
  return newest;
}

}  // namespace podium::live
