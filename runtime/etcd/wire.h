// What is said to etcd and what it answers: version 3 of its API through the JSON gateway (etcd 3.4 and
// later). Keys and values are base64, 64-bit numbers are texts, what is zero or false is left out.
//
// Keys here are without the prefix under which they lie in etcd.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/durable_store.h"

namespace podium::etcd {

using LeaseId = std::int64_t;  // 0: none

inline constexpr const char* kRangePath = "/v3/kv/range";
inline constexpr const char* kTxnPath = "/v3/kv/txn";
inline constexpr const char* kCompactPath = "/v3/kv/compaction";
inline constexpr const char* kWatchPath = "/v3/watch";
inline constexpr const char* kLeasePath = "/v3/lease/grant";

// Codes of gRPC that the gateway passes on.
enum class RpcCode : int { kNone = 0, kInvalidArgument = 3, kNotFound = 5, kOutOfRange = 11 };

// An answer that is no success. `code` kNone: not from etcd's gateway.
struct Failure {
  RpcCode code = RpcCode::kNone;
  std::string message;
};

struct RangeReply {
  std::vector<DurableEntry> entries;  // in the order of keys
  Revision revision = 0;              // of the store when it answered
  bool more = false;
};

struct WatchReply {
  std::vector<DurableChange> changes;
  Revision revision = 0;  // of the store, at least
  bool created = false;
  bool cancelled = false;
  Revision compacted = 0;  // cancelled, because what came before is forgotten
  std::string reason;
};

struct TxnReply {
  bool succeeded = false;
  Revision revision = 0;
  std::vector<Revision> present;  // if not: the last change of each checked key; 0: not there
};

class Wire {
 public:
  // REQUIRES: not empty, and does not end with the byte 0xff.
  explicit Wire(std::string prefix);

  // The keys behind `after` (empty: all), as of `revision` (0: now).
  std::string range(std::string_view after, std::size_t limit, Revision revision) const;
  // One key, without its value, that was changed after `revision` and is still there.
  std::string newer(Revision revision) const;
  // All changes from `first` on.
  std::string watch(Revision first) const;
  // `leases`: of each write.
  std::string txn(const DurableTransaction& transaction, const std::vector<LeaseId>& leases) const;
  static std::string compact(Revision revision);
  static std::string lease(std::int64_t seconds);

  // Nothing if the text is something else.
  std::optional<RangeReply> read_range(std::string_view text) const;
  std::optional<WatchReply> read_watch(std::string_view line) const;
  static std::optional<TxnReply> read_txn(std::string_view text);
  static std::optional<LeaseId> read_lease(std::string_view text);
  static Failure read_failure(std::string_view text);

 private:
  std::string key(std::string_view key) const;

  std::string prefix_, end_;
};

}  // namespace podium::etcd
