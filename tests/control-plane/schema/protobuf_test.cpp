#include "control-plane/schema/protobuf.h"

#include <nlohmann/json.hpp>

#include "control-plane/schema/table.h"
#include "control-plane/schema/text_forms.h"
#include "tests/control-plane/schema/recorded_bodies.h"
#include "tests/support/catch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// The least that writes a protobuf message.
std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}
std::string number(std::uint32_t field, std::int64_t value) {
  return varint(field << 3) + varint(static_cast<std::uint64_t>(value));
}
std::string bytes(std::uint32_t field, std::string_view value) {
  return varint(field << 3 | 2) + varint(value.size()) + std::string(value);
}
std::string body(std::string_view api_version, std::string_view kind, std::string_view message) {
  return std::string("k8s\0", 4) + bytes(1, bytes(1, api_version) + bytes(2, kind)) + bytes(2, message);
}

json decoded(const std::string& body) {
  json object;
  const std::string error = decode_protobuf(kubernetes(), body, object);
  INFO(error);
  REQUIRE(error.empty());
  return object;
}

TEST_CASE("Bodies that kubectl 1.33 sends are the objects that it prints") {
  for (const RecordedBody& recorded : kRecordedBodies) {
    INFO(recorded.command);
    CHECK(decoded(from_hex(recorded.hex)) == json::parse(recorded.json));
  }
}

TEST_CASE("Zeros of pointer fields are kept, zeros of others that JSON may leave out are not") {
  const std::string spec = number(1, 0) + number(5, 0);  // replicas is a pointer, minReadySeconds is not
  CHECK(decoded(body("apps/v1", "Deployment", bytes(2, spec)))["spec"] == json::parse(R"({"replicas":0})"));
  // A key selector's key has no omitempty.
  const std::string key_ref = bytes(1, bytes(1, "cm")) + bytes(2, "");
  const std::string env = bytes(1, "E") + bytes(2, "") + bytes(3, bytes(3, key_ref));
  const std::string pod = bytes(2, bytes(2, bytes(1, "c") + bytes(7, env)));
  CHECK(decoded(body("v1", "Pod", pod))["spec"]["containers"][0]["env"][0] ==
        json::parse(R"({"name":"E","valueFrom":{"configMapKeyRef":{"name":"cm","key":""}}})"));
}

TEST_CASE("Messages inside messages are flattened where Go embeds them") {
  const std::string port = number(1, 1) + number(2, 0) + bytes(3, "http");
  const std::string handler = bytes(2, bytes(1, "/healthz") + bytes(2, port));
  const std::string probe = bytes(1, handler) + number(2, 0) + number(4, 10);
  const std::string volume = bytes(1, "v") + bytes(2, bytes(2, ""));
  const std::string pod = bytes(2, bytes(1, volume) + bytes(2, bytes(1, "c") + bytes(10, probe)));
  CHECK(decoded(body("v1", "Pod", pod))["spec"] ==
        json::parse(R"({"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","livenessProbe":
                        {"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":10}}]})"));
}

TEST_CASE("Quantities, times, maps, bytes and raw objects become their JSON forms") {
  const std::string meta =
      bytes(1, "n") + bytes(8, number(1, 1767323045)) + bytes(11, bytes(1, "k") + bytes(2, "v"));
  const json secret =
      decoded(body("v1", "Secret", bytes(1, meta) + bytes(2, bytes(1, "p") + bytes(2, "hello"))));
  CHECK(secret["metadata"]["creationTimestamp"] == "2026-01-02T03:04:05Z");
  CHECK(secret["metadata"]["labels"] == json::parse(R"({"k":"v"})"));
  CHECK(secret["data"]["p"] == "aGVsbG8=");
  const json quota =
      decoded(body("v1", "ResourceQuota", bytes(2, bytes(1, bytes(1, "cpu") + bytes(2, bytes(1, "500m"))))));
  CHECK(quota["spec"]["hard"]["cpu"] == "500m");
  const json lease = decoded(
      body("coordination.k8s.io/v1", "Lease", bytes(2, bytes(4, number(1, 1767323045) + number(2, 42000)))));
  CHECK(lease["spec"]["renewTime"] == "2026-01-02T03:04:05.000042Z");
  const json revision = decoded(
      body("apps/v1", "ControllerRevision", bytes(2, bytes(1, R"({"spec":{"a":[1]}})")) + number(3, 7)));
  CHECK(revision["data"] == json::parse(R"({"spec":{"a":[1]}})"));
  CHECK(revision["revision"] == 7);
  const std::string extra = bytes(1, "scopes") + bytes(2, bytes(1, "a") + bytes(1, "b"));
  const json review =
      decoded(body("authorization.k8s.io/v1", "SubjectAccessReview", bytes(2, bytes(5, extra))));
  CHECK(review["spec"]["extra"]["scopes"] == json::parse(R"(["a","b"])"));
}

TEST_CASE("Negative and packed numbers are read") {
  const std::string context = number(2, -1) + bytes(4, varint(7) + varint(300)) + number(4, 5);
  CHECK(decoded(body("v1", "Pod", bytes(2, bytes(14, context))))["spec"]["securityContext"] ==
        json::parse(R"({"runAsUser":-1,"supplementalGroups":[7,300,5]})"));
  CHECK(decoded(body("v1", "Pod", bytes(2, number(25, -5))))["spec"]["priority"] == -5);
}

TEST_CASE("Fields that the table does not know are passed over") {
  CHECK(decoded(body("v1", "Namespace", bytes(1, bytes(1, "n")) + number(99, 1) + bytes(98, "x"))) ==
        json::parse(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}})"));
}

TEST_CASE("Broken bodies are refused, wherever they are cut") {
  json object;
  CHECK(decode_protobuf(kubernetes(), "{}", object) ==
        "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  CHECK(decode_protobuf(kubernetes(), body("v1", "Nothing", ""), object) ==
        "no kind \"Nothing\" is registered for version \"v1\"");
  const Type& pod = *kubernetes().find_type("core/v1.Pod");
  CHECK(decode_message(pod, bytes(1, bytes(1, "\xff")), object) == "proto: a string is not UTF-8");
  CHECK(decode_message(pod, number(1, 5), object) ==
        "proto: wrong wireType for a field of type v1.ObjectMeta");
  CHECK(decode_message(pod, bytes(1, "n").substr(0, 2), object) == "proto: unexpected EOF");
  const std::string whole = from_hex(kRecordedBodies[0].hex);
  std::size_t refused = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    refused += !decode_protobuf(kubernetes(), whole.substr(0, length), object).empty();
  }
  CHECK(refused == whole.size() - 3);  // all cuts but those between the fields of the envelope
  CHECK(decode_message(pod, number(1, 1), object) != "");
  CHECK(decode_message(*kubernetes().find_type("core/v1.ConfigMap"), number(2, 1), object) != "");
  CHECK(decode_message(*kubernetes().find_type("core/v1.Volume"), number(2, 1), object) != "");
}

TEST_CASE("Durations are written as Go writes them") {
  CHECK(go_duration(0) == "0s");
  CHECK(go_duration(1500000000) == "1.5s");
  CHECK(go_duration(3600000000000) == "1h0m0s");
  CHECK(go_duration(300000000) == "300ms");
  CHECK(go_duration(-90000000000) == "-1m30s");
  CHECK(go_duration(1001) == "1.001\u00b5s");
}

}  // namespace
}  // namespace podium::schema
