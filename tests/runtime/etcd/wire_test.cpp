#include "runtime/etcd/wire.h"

#include "runtime/etcd/base64.h"
#include "tests/support/catch.h"

namespace podium::etcd {
namespace {

// Examples of RFC 4648, section 10.
TEST_CASE("base64 is that of RFC 4648") {
  const std::pair<std::string, std::string> examples[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\xff\xfe", "//4="},
  };
  for (const auto& [bytes, text] : examples) {
    std::string out;
    append_base64(out, bytes);
    CHECK(out == text);
    CHECK(decode_base64(text) == bytes);
  }
  CHECK(!decode_base64("Zg="));
  CHECK(!decode_base64("Z g="));
  CHECK(!decode_base64("===="));
}

TEST_CASE("a range is asked for behind a key, up to the end of the prefix") {
  const Wire wire("/p/");
  CHECK(wire.range("", 500, 0) == R"({"key":"L3Av","range_end":"L3Aw","limit":"500","revision":"0"})");
  CHECK(wire.range("a", 2, 7) == R"({"key":"L3AvYQA=","range_end":"L3Aw","limit":"2","revision":"7"})");
}

TEST_CASE("a transaction compares revisions of the last change") {
  const Wire wire("/p/");
  DurableTransaction transaction;
  transaction.checks.push_back({"a", 5});
  transaction.writes.push_back({"a", "v"});
  CHECK(wire.txn(transaction, {77}) ==
        R"({"compare":[{"key":"L3AvYQ==","target":"MOD","result":"EQUAL","mod_revision":"5"}],)"
        R"("success":[{"request_put":{"key":"L3AvYQ==","value":"dg==","lease":"77"}}],)"
        R"("failure":[{"request_range":{"key":"L3AvYQ==","keys_only":true}}]})");
  transaction.writes[0].value.reset();
  CHECK_THAT(wire.txn(transaction, {0}),
             Catch::Matchers::Contains(R"("success":[{"request_delete_range":{"key":"L3AvYQ=="}}])"));
}

// Answers of an etcd 3.4.23.
TEST_CASE("what etcd answers is read: numbers as texts, nothing for false and zero") {
  const Wire wire("/p/");
  const auto failed = Wire::read_txn(
      R"({"header":{"member_id":"33","revision":"9","raft_term":"2"},"responses":[{"response_range":)"
      R"({"header":{"revision":"9"},"kvs":[{"key":"L3AvYQ==","mod_revision":"4"}],"count":"1"}},)"
      R"({"response_range":{"header":{"revision":"9"}}}]})");
  REQUIRE(failed);
  CHECK(!failed->succeeded);
  CHECK(failed->revision == 9);
  CHECK(failed->present == std::vector<Revision>{4, 0});
  const auto watched = wire.read_watch(
      R"({"result":{"header":{"revision":"12"},"events":[{"kv":{"key":"L3AvYQ==","create_revision":"3",)"
      R"("mod_revision":"11","version":"2","value":"dg=="}},{"type":"DELETE","kv":{"key":"L3AvYg==",)"
      R"("mod_revision":"12"}}]}})");
  REQUIRE(watched);
  REQUIRE(watched->changes.size() == 2);
  CHECK(watched->changes[0].key == "a");
  CHECK(watched->changes[0].value == "v");
  CHECK(watched->changes[0].created == 3);
  CHECK(watched->changes[0].revision == 11);
  CHECK(watched->changes[1].key == "b");
  CHECK(!watched->changes[1].value);
  CHECK(watched->changes[1].revision == 12);
}

TEST_CASE("what is not an answer of etcd is not taken for one") {
  const Wire wire("/p/");
  for (const char* text : {"", "404 page not found", "{}", "[]", R"({"kvs":[]})", R"({"header":7})"}) {
    CHECK(!wire.read_range(text));
    CHECK(!Wire::read_txn(text));
    CHECK(!Wire::read_lease(text));
    CHECK(!wire.read_watch(text));
  }
  CHECK(!wire.read_range(R"({"header":{},"kvs":[{"key":"*"}]})"));
  CHECK(Wire::read_failure("404 page not found").code == RpcCode::kNone);
  const Failure failure = Wire::read_failure(
      R"({"error":"etcdserver: mvcc: required revision has been compacted","message":"etcdserver","code":11})");
  CHECK(failure.code == RpcCode::kOutOfRange);
  CHECK(Wire::read_failure(R"({"error":{"grpc_code":14,"message":"etcdserver: no leader"}})").message ==
        "etcdserver: no leader");
}

}  // namespace
}  // namespace podium::etcd
