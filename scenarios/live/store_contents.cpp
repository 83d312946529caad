#include "scenarios/live/store_contents.h"

#include <map>
#include <optional>
#include <utility>

#include "control-plane/custom/catalogue.h"
#include "control-plane/objects/generic.h"
#include "runtime/real/real_executor.h"

namespace podium::live {
namespace {

constexpr Duration kPatience = 15s;  // with a store that does not answer at the start

// A store that is open, and what it has told.
struct Opened {
  Status open(const StoreSpec& spec);
  void take(const std::vector<DurableChange>& changes);

  RealExecutor executor;
  std::unique_ptr<DurableStore> store;
  std::map<std::string, DurableEntry> entries;
  Revision revision = 0;
  DurableState state = DurableState::kUnreachable;
  std::string why = "no answer";
};

void Opened::take(const std::vector<DurableChange>& changes) {
  for (const DurableChange& change : changes) {
    revision = change.revision;
    if (change.value)
      entries[change.key] = {change.key, *change.value, change.created, change.revision};
    else
      entries.erase(change.key);
  }
}

Status Opened::open(const StoreSpec& spec) {
  auto opened = open_store(spec, executor);
  if (!opened.ok()) return opened.error();
  store = std::move(opened).value();
  store->start({[this](DurableSnapshot snapshot) {
                  revision = snapshot.revision;
                  entries.clear();
                  for (DurableEntry& entry : snapshot.entries) entries[entry.key] = entry;
                },
                [this](const std::vector<DurableChange>& changes) { take(changes); },
                [this](DurableState now, const std::string& reason) {
                  state = now;
                  why = reason;
                  if (now != DurableState::kUnreachable) executor.stop();
                }});
  const TimerId patience = executor.run_after(kPatience, [this] { executor.stop(); });
  executor.run();
  executor.cancel(patience);
  if (state == DurableState::kFailed) return Error{ErrorCode::kInvalid, why};
  if (state == DurableState::kUnreachable)
    return Error{ErrorCode::kTimeout, "nobody answers at " + spec.text + ": " + why};
  return {};
}

}  // namespace

Result<DurableSnapshot> read_contents(const StoreSpec& spec) {
  Opened opened;
  if (const Status status = opened.open(spec); !status.ok()) return status.error();
  DurableSnapshot snapshot{{}, opened.revision};
  for (auto& [key, entry] : opened.entries) snapshot.entries.push_back(std::move(entry));
  return snapshot;
}

ImportPlan plan_contents(const std::string& text) {
  custom::Catalogue catalogue;
  ImportKinds kinds;
  kinds.find = [&catalogue](std::string_view group, std::string_view plural) -> const KindInfo* {
    const KindInfo* const built_in = find_built_in_kind(group, plural);
    return built_in != nullptr ? built_in : catalogue.find_stored(group, plural);
  };
  kinds.define = [&catalogue](const Object& definition) {
    catalogue.take(static_cast<const Generic&>(definition));
  };
  return plan_import(text, kinds);
}

Status import_contents(const StoreSpec& spec, std::vector<DurableTransaction> transactions,
                       bool into_others) {
  Opened opened;
  if (Status status = opened.open(spec); !status.ok()) return status;
  if (!opened.entries.empty() && !into_others) {
    return Error{ErrorCode::kExists, "there are " + std::to_string(opened.entries.size()) + " objects in " +
                                         spec.text + " already: import into an empty store"};
  }
  std::optional<Status> done;
  import_into(*opened.store, std::move(transactions), [&](Status status) {
    done = std::move(status);
    opened.executor.stop();
  });
  if (!done) opened.executor.run();
  return *done;
}

}  // namespace podium::live
