#include <charconv>
#include <nlohmann/json.hpp>

#include "runtime/etcd/base64.h"
#include "runtime/etcd/wire.h"

namespace podium::etcd {
namespace {

using Json = nlohmann::json;

// A member, or null.
const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

std::string_view text(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
}

// Written as a text or as a number; left out if it is 0.
std::int64_t number(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (value.is_number_integer()) return value.get<std::int64_t>();
  std::int64_t parsed = 0;
  const std::string_view digits = text(object, name);
  std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
  return parsed;
}

Revision revision(const Json& object, const char* name) {
  return static_cast<Revision>(number(object, name));
}

bool flag(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_boolean() && value.get<bool>();
}

// An object with a header, as all answers of etcd are; discarded if it is something else.
Json answer(std::string_view text) {
  Json parsed = Json::parse(text, nullptr, false);
  if (!parsed.is_object() || !member(parsed, "header").is_object()) return Json(Json::value_t::discarded);
  return parsed;
}

std::optional<DurableEntry> entry(const Json& kv, std::size_t prefix) {
  auto key = decode_base64(text(kv, "key"));
  auto value = decode_base64(text(kv, "value"));
  if (!key || !value || key->size() < prefix) return std::nullopt;
  return DurableEntry{key->substr(prefix), std::move(*value), revision(kv, "create_revision"),
                      revision(kv, "mod_revision")};
}

std::optional<DurableChange> change(const Json& event, std::size_t prefix) {
  auto read = entry(member(event, "kv"), prefix);
  if (!read) return std::nullopt;
  DurableChange change{std::move(read->key), std::move(read->value), read->created, read->modified};
  if (text(event, "type") == "DELETE") {
    change.value.reset();
    change.created = 0;
  }
  return change;
}

}  // namespace

std::optional<RangeReply> Wire::read_range(std::string_view text) const {
  const Json parsed = answer(text);
  if (parsed.is_discarded()) return std::nullopt;
  RangeReply reply;
  reply.revision = revision(member(parsed, "header"), "revision");
  reply.more = flag(parsed, "more");
  for (const Json& kv : member(parsed, "kvs")) {
    auto read = entry(kv, prefix_.size());
    if (!read) return std::nullopt;
    reply.entries.push_back(std::move(*read));
  }
  return reply;
}

std::optional<WatchReply> Wire::read_watch(std::string_view line) const {
  const Json parsed = Json::parse(line, nullptr, false);
  if (!parsed.is_object() || !member(parsed, "result").is_object()) return std::nullopt;
  const Json& result = member(parsed, "result");
  WatchReply reply;
  reply.revision = revision(member(result, "header"), "revision");
  reply.created = flag(result, "created");
  reply.cancelled = flag(result, "canceled");
  reply.compacted = revision(result, "compact_revision");
  reply.reason = text(result, "cancel_reason");
  for (const Json& event : member(result, "events")) {
    auto read = change(event, prefix_.size());
    if (!read) return std::nullopt;
    reply.changes.push_back(std::move(*read));
  }
  return reply;
}

std::optional<TxnReply> Wire::read_txn(std::string_view text) {
  const Json parsed = answer(text);
  if (parsed.is_discarded()) return std::nullopt;
  TxnReply reply{flag(parsed, "succeeded"), revision(member(parsed, "header"), "revision"), {}};
  if (reply.succeeded) return reply;
  for (const Json& response : member(parsed, "responses")) {
    const Json& kvs = member(member(response, "response_range"), "kvs");
    reply.present.push_back(kvs.empty() ? 0 : revision(kvs.front(), "mod_revision"));
  }
  return reply;
}

std::optional<LeaseId> Wire::read_lease(std::string_view text) {
  const Json parsed = answer(text);
  if (parsed.is_discarded() || number(parsed, "ID") == 0) return std::nullopt;
  return number(parsed, "ID");
}

Failure Wire::read_failure(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  const Json parsed = Json::parse(text, nullptr, false);
  if (!parsed.is_object()) return {RpcCode::kNone, std::string(text.substr(0, kLongest))};
  // A stream wraps it: {"error":{"grpc_code":14,"message":"..."}}.
  if (const Json& inner = member(parsed, "error"); inner.is_object()) {
    return {static_cast<RpcCode>(number(inner, "grpc_code")),
            std::string(podium::etcd::text(inner, "message"))};
  }
  return {static_cast<RpcCode>(number(parsed, "code")), std::string(podium::etcd::text(parsed, "error"))};
}

}  // namespace podium::etcd
