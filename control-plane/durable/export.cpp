#include "control-plane/durable/export.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

namespace podium {
namespace {

using Json = nlohmann::ordered_json;  // a record keeps its bytes

constexpr int kFormat = 1;
constexpr const char* kMark = "podiumExport";
constexpr std::size_t kInFlight = 100;

// What is wrong with a line, or nothing.
std::string plan_line(const Json& line, const FindKind& find, ImportPlan& plan) {
  if (!line.is_object() || !line.contains("key") || !line["key"].is_string() || !line.contains("object"))
    return R"(expected {"key": ..., "object": {...}})";
  const auto& key = line["key"].get_ref<const std::string&>();
  std::string bytes = line["object"].dump();
  const ReadRecord read = read_record(key, bytes, 0, find);
  if (!read.object) return read.error;
  plan.transactions.push_back({{{key, 0}}, {{key, std::move(bytes)}}});
  return {};
}

// What a line defines may be used by those before it: a definition is written again whenever its status is.
void define_kinds(const std::string& text, const ImportKinds& kinds) {
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.find("customresourcedefinitions") == std::string::npos) continue;
    const Json parsed = Json::parse(line, nullptr, false);
    const bool entry = parsed.is_object() && parsed.contains("key") && parsed["key"].is_string();
    if (!entry || !parsed.contains("object")) continue;
    const auto& key = parsed["key"].get_ref<const std::string&>();
    if (!defines_kinds(key)) continue;
    const ReadRecord read = read_record(key, parsed["object"].dump(), 0, kinds.find);
    if (read.object) kinds.define(*read.object);
  }
}

std::string check_head(const Json& line) {
  if (!line.is_object() || !line.contains(kMark)) return "this is not an export of Podium's";
  if (line[kMark] != kFormat)
    return "this export has format " + line[kMark].dump() + ", and this Podium knows " +
           std::to_string(kFormat);
  return {};
}

// An import under way: keeps a number of transactions in flight.
struct Import : std::enable_shared_from_this<Import> {
  Import(DurableStore& s, std::vector<DurableTransaction> t, std::function<void(Status)> r)
      : store(s), transactions(std::move(t)), reply(std::move(r)) {}

  void go_on() {
    if (flying == 0 && (next == transactions.size() || !failure.empty())) {
      return reply(failure.empty() ? Status() : Status(Error{ErrorCode::kRefused, failure}));
    }
    while (failure.empty() && next < transactions.size() && flying < kInFlight) {
      ++flying;
      DurableTransaction transaction = std::move(transactions[next++]);
      const std::string key = transaction.writes.front().key;
      store.commit(std::move(transaction), [self = shared_from_this(), key](const DurableOutcome& outcome) {
        --self->flying;
        self->take(key, outcome);
        self->go_on();
      });
    }
  }

  void take(const std::string& key, const DurableOutcome& outcome) {
    using Kind = DurableOutcome::Kind;
    if (outcome.kind == Kind::kCommitted || !failure.empty()) return;
    failure =
        key + ": " +
        (outcome.kind == Kind::kConflict ? "is there already: import into an empty store" : outcome.why);
  }

  DurableStore& store;
  std::vector<DurableTransaction> transactions;
  std::function<void(Status)> reply;
  std::size_t next = 0, flying = 0;
  std::string failure;
};

}  // namespace

std::string export_text(const DurableSnapshot& snapshot) {
  std::vector<const DurableEntry*> entries;
  for (const DurableEntry& entry : snapshot.entries) {
    if (!is_claim(entry.key)) entries.push_back(&entry);  // those are for writers of one store to get on by
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const DurableEntry* a, const DurableEntry* b) { return a->modified < b->modified; });
  std::string text = Json{{kMark, kFormat}, {"revision", snapshot.revision}}.dump() + "\n";
  for (const DurableEntry* entry : entries)
    text += "{\"key\":" + Json(entry->key).dump() + ",\"object\":" + entry->value + "}\n";
  return text;
}

ImportPlan plan_import(const std::string& text, const ImportKinds& kinds) {
  if (kinds.define) define_kinds(text, kinds);
  ImportPlan plan;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line) || number == 1; ++number) {
    const Json parsed = Json::parse(line, nullptr, false);
    const std::string error = number == 1 ? check_head(parsed) : plan_line(parsed, kinds.find, plan);
    if (!error.empty()) return {{}, "line " + std::to_string(number) + ": " + error};
  }
  return plan;
}

void import_into(DurableStore& store, std::vector<DurableTransaction> transactions,
                 std::function<void(Status)> reply) {
  std::make_shared<Import>(store, std::move(transactions), std::move(reply))->go_on();
}

}  // namespace podium
