#include "control-plane/schema/decode.h"

#include <nlohmann/json.hpp>

#include "control-plane/schema/forms.h"
#include "control-plane/schema/json_syntax.h"
#include "control-plane/schema/table.h"
#include "tests/support/catch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

const Type& type_of(std::string_view name) { return *kubernetes().find_type(name); }

struct Read : Decoding {
  json object;
};

Read read(std::string_view text, std::string_view type = "core/v1.Pod") {
  Read result;
  static_cast<Decoding&>(result) = decode_text(type_of(type), text, result.object);
  return result;
}

using Problems = std::vector<std::string>;

TEST_CASE("A good pod comes out as it came in") {
  const std::string text =
      R"({"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"a":"b"},"name":"p"},"spec":{"containers":)"
      R"([{"image":"nginx","name":"c","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1","memory":"1Gi"}}}]}})";
  const Read pod = read(text);
  REQUIRE(pod.error == "");
  CHECK(pod.problems.empty());
  CHECK(pod.object.dump() == text);
}

TEST_CASE("Unknown and duplicate fields are told in the order of the text and left out") {
  // The message a real API server gave to this body (fieldValidation=Strict).
  const Read pod =
      read(R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"p2"},"spec":{"foo":1,"containers":)"
           R"([{"name":"c","image":"nginx","image":"b","bar":2}]}})");
  REQUIRE(pod.error == "");
  CHECK(
      cannot_handle("Pod", "v1", strict_error(pod.problems)) ==
      "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.foo\", "
      "duplicate field \"spec.containers[0].image\", unknown field \"spec.containers[0].bar\"");
  CHECK(pod.object["spec"] == json::parse(R"({"containers":[{"name":"c","image":"b"}]})"));
}

TEST_CASE("A whole unknown object is one unknown field, and names are case-sensitive") {
  const Read pod = read(R"({"Kind":"Pod","spec":{"x":{"y":[1,{"z":2}]},"hostname":"h"}})");
  CHECK(pod.problems == Problems{"unknown field \"Kind\"", "unknown field \"spec.x\""});
  CHECK(pod.object == json::parse(R"({"spec":{"hostname":"h"}})"));
}

TEST_CASE("The same problem is told once, and a duplicate label names its key") {
  const Read pod = read(R"({"metadata":{"labels":{"a":"1","a":"2","a":"3"}}})");
  CHECK(pod.problems == Problems{"duplicate field \"metadata.labels.a\""});
  CHECK(pod.object["metadata"]["labels"]["a"] == "3");
}

TEST_CASE("A value of the wrong type is an error in the words of Go's decoder") {
  const auto error = [](std::string_view text, std::string_view type) { return read(text, type).error; };
  // Recorded from a real API server.
  CHECK(error(R"({"kind":"Pod","spec":{"containers":"x"}})", "core/v1.Pod") ==
        "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container");
  CHECK(error(R"({"spec":{"replicas":"3"}})", "apps/v1.Deployment") ==
        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
  CHECK(error(R"({"spec":{"replicas":1.5}})", "apps/v1.Deployment") ==
        "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32");
  CHECK(error(R"({"spec":{"replicas":3000000000}})", "apps/v1.Deployment") ==
        "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type "
        "int32");
  CHECK(error(R"({"metadata":{"labels":{"a":1}}})", "core/v1.Pod") ==
        "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string");
  CHECK(error(R"({"data":{"k":true}})", "core/v1.ConfigMap") ==
        "json: cannot unmarshal bool into Go struct field ConfigMap.data of type string");
  CHECK(error(R"({"spec":{"containers":[{"image":{}}]}})", "core/v1.Pod") ==
        "json: cannot unmarshal object into Go struct field Container.spec.containers.image of type string");
  CHECK(error(R"({"spec":{"containers":[{"ports":[{"protocol":7}]}]}})", "core/v1.Pod") ==
        "json: cannot unmarshal number into Go struct field ContainerPort.spec.containers.ports.protocol of "
        "type v1.Protocol");
  CHECK(error(R"({"metadata":{"creationTimestamp":5}})", "core/v1.Pod") ==
        "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type "
        "string");
  CHECK(error(R"([])", "core/v1.Pod") == "json: cannot unmarshal array into Go value of type v1.Pod");
}

TEST_CASE("Only the first error of a body is told, and an error leaves no object") {
  const Read pod = read(R"({"spec":{"containers":5,"hostNetwork":"yes"}})");
  CHECK(pod.error ==
        "json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type []v1.Container");
  CHECK(pod.object.is_null());
}

TEST_CASE("Nulls of fields are as good as absent, nulls in lists and maps are zeros") {
  const Read pod = read(
      R"({"metadata":{"creationTimestamp":null,"labels":{"a":null}},"spec":{"containers":[null],"nodeName":null}})");
  REQUIRE(pod.error == "");
  CHECK(pod.object == json::parse(R"({"metadata":{"labels":{"a":""}},"spec":{"containers":[{}]}})"));
}

TEST_CASE("Quantities may be numbers, and become texts") {
  const Read pod = read(R"({"spec":{"overhead":{"cpu":2,"memory":1.5}}})");
  CHECK(pod.object["spec"]["overhead"] == json::parse(R"({"cpu":"2","memory":"1.5"})"));
  CHECK(read(R"({"spec":{"overhead":{"cpu":"2x"}}})").error ==
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  CHECK(read(R"({"spec":{"overhead":{"cpu":{}}}})").error.starts_with("quantities must match"));
}

TEST_CASE("An int or string is a number of 32 bits or any text") {
  const Read good =
      read(R"({"spec":{"ports":[{"port":80,"targetPort":"http"},{"port":81,"targetPort":8080}]}})",
           "core/v1.Service");
  CHECK(good.object["spec"]["ports"][0]["targetPort"] == "http");
  CHECK(good.object["spec"]["ports"][1]["targetPort"] == 8080);
  CHECK(read(R"({"spec":{"ports":[{"targetPort":true}]}})", "core/v1.Service").error ==
        "json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32");
}

TEST_CASE("Values without a schema are kept as they are") {
  const std::string revision = R"({"data":{"spec":{"x":null,"y":[1,2.5,"z",true]}},"revision":1})";
  CHECK(read(revision, "apps/v1.ControllerRevision").object.dump() == revision);
  const std::string crd =
      R"({"spec":{"versions":[{"schema":{"openAPIV3Schema":{"default":[1],"properties":{"a":{"type":"string"}}}}}]}})";
  CHECK(read(crd, "apiextensions/v1.CustomResourceDefinition").object.dump() == crd);
  const std::string fields =
      R"({"metadata":{"managedFields":[{"fieldsV1":{"f:metadata":{"f:labels":{".":{}}}}}]}})";
  CHECK(read(fields).object.dump() == fields);
}

TEST_CASE("A secret's data must be base64") {
  CHECK(read(R"({"data":{"a":"aGVsbG8="}})", "core/v1.Secret").error == "");
  CHECK(read(R"({"data":{"a":"aGVsbG8"}})", "core/v1.Secret").error == "illegal base64 data at input byte 4");
  CHECK(read(R"({"data":{"a":"a?"}})", "core/v1.Secret").error == "illegal base64 data at input byte 1");
}

TEST_CASE("A tree is decoded as its text would be") {
  json object;
  const Decoding result =
      decode_tree(type_of("apps/v1.Deployment"),
                  json::parse(R"({"spec":{"replicas":2,"foo":{}},"status":null})"), object);
  CHECK(result.problems == Problems{"unknown field \"spec.foo\""});
  CHECK(object == json::parse(R"({"spec":{"replicas":2}})"));
  CHECK(decode_tree(type_of("apps/v1.Deployment"), json("x"), object).error ==
        "json: cannot unmarshal string into Go value of type v1.Deployment");
}

TEST_CASE("Text that is not JSON is refused in the words of Go's scanner") {
  CHECK(read("{\"a\":").error == "unexpected end of JSON input");
  CHECK(read("").error == "unexpected end of JSON input");
  CHECK(read("x").error == "invalid character 'x' looking for beginning of value");
  CHECK(read("{\"a\":1,}").error == "invalid character '}' looking for beginning of object key string");
  CHECK(read("{\"a\" 1}").error == "invalid character '1' after object key");
  CHECK(read("{\"a\":1 \"b\"}").error == "invalid character '\"' after object key:value pair");
  CHECK(read("{\"a\":[1 2]}").error == "invalid character '2' after array element");
  CHECK(read("{\"a\":[1,]}").error == "invalid character ']' looking for beginning of value");
  CHECK(read("{} y").error == "invalid character 'y' after top-level value");
  CHECK(read("{\"a\":\"b\nc\"}").error == "invalid character '\\n' in string literal");
  CHECK(read("{\"a\":tru}").error == "invalid character '}' in literal true (expecting 'e')");
  CHECK(read("{\"a\":-}").error == "invalid character '}' in numeric literal");
  CHECK(read("{\"a\":01}").error == "invalid character '1' after object key:value pair");
  CHECK(read("x").malformed);
}

TEST_CASE("Quantities have a number and one of the known suffixes") {
  for (const char* good :
       {"0", "1", "-1", "+1.5", "100m", "1Ki", "1.5Gi", "1e3", "1E3", "2E", ".5", "1e-3", " 7 "}) {
    CHECK(check_quantity(good) == "");
  }
  for (const char* bad : {"", "1x", "1 Gi", "1.2.3", "x", "0x10"}) {
    INFO(bad);
    CHECK(check_quantity(bad).starts_with("quantities must match"));
  }
  for (const char* bad : {"1KK", "1ee", "1Kii", "1mi"})
    CHECK(check_quantity(bad) == "unable to parse quantity's suffix");
}

TEST_CASE("Times are RFC 3339") {
  for (const char* good : {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05+00:00",
                           "2024-02-29T00:00:00Z"}) {
    CHECK(check_time(good) == "");
  }
  CHECK(check_time("yesterday") ==
        R"(parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006")");
  CHECK(check_time("2026-01-02") ==
        R"(parsing time "2026-01-02" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T")");
  CHECK(check_time("2026-13-02T00:00:00Z") == R"(parsing time "2026-13-02T00:00:00Z": month out of range)");
  CHECK(check_time("2025-02-29T00:00:00Z") == R"(parsing time "2025-02-29T00:00:00Z": day out of range)");
  CHECK(check_micro_time("2026-01-02T03:04:05.000001Z") == "");
  CHECK(
      check_micro_time("2026-01-02T03:04:05Z") ==
      R"(parsing time "2026-01-02T03:04:05Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000")");
}

TEST_CASE("Durations are Go's") {
  for (const char* good : {"0", "1h30m", "1.5s", "300ms", "-2m"}) CHECK(check_duration(good) == "");
  CHECK(check_duration("") == "time: invalid duration \"\"");
  CHECK(check_duration("5") == "time: missing unit in duration \"5\"");
  CHECK(check_duration("5d") == "time: unknown unit \"d\" in duration \"5d\"");
}

TEST_CASE("Deep nesting is refused at Go's limit, wherever it is") {
  const auto nested = [](const char* field, int depth) {
    return std::string("{\"").append(field).append("\":") + std::string(depth, '[') +
           std::string(depth, ']') + "}";
  };
  CHECK(read(nested("x", 9999)).problems == Problems{"unknown field \"x\""});
  CHECK(read(nested("x", 10000)).error == "exceeded max depth");
  CHECK(read(nested("x", 1000000)).error == "exceeded max depth");
  CHECK(read(nested("data", 1000000), "apps/v1.ControllerRevision").error == "exceeded max depth");
}

}  // namespace
}  // namespace podium::schema
