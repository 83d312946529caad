#include <cassert>

#include "runtime/etcd/base64.h"
#include "runtime/etcd/wire.h"

namespace podium::etcd {
namespace {

// Nothing that is written here needs escaping.
void add_bytes(std::string& out, std::string_view name, std::string_view bytes) {
  out.append("\"").append(name).append("\":\"");
  append_base64(out, bytes);
  out += '"';
}

void add_number(std::string& out, std::string_view name, std::uint64_t number) {
  out.append("\"").append(name).append("\":\"").append(std::to_string(number)).append("\"");
}

}  // namespace

// The first key that does not begin with the prefix ends the range.
Wire::Wire(std::string prefix) : prefix_(std::move(prefix)), end_(prefix_) {
  assert(!prefix_.empty() && prefix_.back() != '\xff');
  ++end_.back();
}

std::string Wire::key(std::string_view key) const { return prefix_ + std::string(key); }

std::string Wire::range(std::string_view after, std::size_t limit, Revision revision) const {
  std::string out = "{";
  std::string first = key(after);
  if (!after.empty()) first += '\0';
  add_bytes(out, "key", first);
  out += ',';
  add_bytes(out, "range_end", end_);
  out += ',';
  add_number(out, "limit", limit);
  out += ',';
  add_number(out, "revision", revision);
  return out + "}";
}

std::string Wire::newer(Revision revision) const {
  std::string out = "{";
  add_bytes(out, "key", prefix_);
  out += ',';
  add_bytes(out, "range_end", end_);
  out += ',';
  add_number(out, "min_mod_revision", revision + 1);
  return out + ",\"limit\":\"1\",\"keys_only\":true}";
}

std::string Wire::watch(Revision first) const {
  std::string out = "{\"create_request\":{";
  add_bytes(out, "key", prefix_);
  out += ',';
  add_bytes(out, "range_end", end_);
  out += ',';
  add_number(out, "start_revision", first);
  return out + ",\"progress_notify\":true}}";
}

std::string Wire::txn(const DurableTransaction& transaction, const std::vector<LeaseId>& leases) const {
  std::string compare, success, failure;
  for (const DurableTransaction::Check& check : transaction.checks) {
    compare += compare.empty() ? "{" : ",{";
    add_bytes(compare, "key", key(check.key));
    compare += R"(,"target":"MOD","result":"EQUAL",)";
    add_number(compare, "mod_revision", check.modified);
    compare += '}';
    failure += failure.empty() ? R"({"request_range":{)" : R"(,{"request_range":{)";
    add_bytes(failure, "key", key(check.key));
    failure += R"(,"keys_only":true}})";
  }
  for (std::size_t i = 0; i < transaction.writes.size(); ++i) {
    const DurableTransaction::Write& write = transaction.writes[i];
    success += success.empty() ? "{" : ",{";
    success += write.value ? R"("request_put":{)" : R"("request_delete_range":{)";
    add_bytes(success, "key", key(write.key));
    if (write.value) {
      success += ',';
      add_bytes(success, "value", *write.value);
    }
    if (leases[i] != 0) {
      success += ',';
      add_number(success, "lease", static_cast<std::uint64_t>(leases[i]));
    }
    success += "}}";
  }
  return "{\"compare\":[" + compare + "],\"success\":[" + success + "],\"failure\":[" + failure + "]}";
}

std::string Wire::compact(Revision revision) {
  std::string out = "{";
  add_number(out, "revision", revision);
  return out + "}";
}

std::string Wire::lease(std::int64_t seconds) {
  std::string out = "{";
  add_number(out, "TTL", static_cast<std::uint64_t>(seconds));
  return out + "}";
}

}  // namespace podium::etcd
