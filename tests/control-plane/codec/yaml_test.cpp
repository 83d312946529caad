#include "control-plane/codec/yaml.h"

#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

json parsed(const std::string& text) {
  json value;
  const std::string error = parse_single_yaml(text, value);
  INFO(text);
  INFO(error);
  REQUIRE(error.empty());
  return value;
}

std::string error_of(const std::string& text) { return parse_yaml(text, "web.yaml").error; }

}  // namespace

TEST_CASE("A stray sign at the beginning of a document is told, and is no endless row of documents") {
  for (const char* text : {",a: 1\n", "a: 1\n---\n]\n", "}"}) {
    const YamlResult result = parse_yaml(text, "f.yaml");
    CHECK(result.error.starts_with("f.yaml:"));
    CHECK(result.documents.empty());
  }
}

TEST_CASE("Plain scalars mean what they mean to kubectl") {
  const std::pair<const char*, json> truth[] = {{"true", true},
                                                {"True", true},
                                                {"yes", true},
                                                {"y", true},
                                                {"on", true},
                                                {"off", false},
                                                {"N", false},
                                                {"no", false},
                                                {"tRue", "tRue"},
                                                {"null", nullptr},
                                                {"~", nullptr},
                                                {"Null", nullptr},
                                                {"", nullptr},
                                                {"0777", 511},
                                                {"0o777", 511},
                                                {"010", 8},
                                                {"08", 8},
                                                {"0x1F", 31},
                                                {"0X1f", 31},
                                                {"0b101", 5},
                                                {"1_000", 1000},
                                                {"+5", 5},
                                                {"-5", -5},
                                                {"0_1", 1},
                                                {"_1", "_1"},
                                                {"12:30:45", "12:30:45"},
                                                {"1:30", "1:30"},
                                                {".5", 0.5},
                                                {"5.", 5},
                                                {"1e3", 1000},
                                                {"1E3", 1000},
                                                {"1.0", 1},
                                                {"1.10", 1.1},
                                                {"1e400", "1e400"},
                                                {"500m", "500m"},
                                                {"1Gi", "1Gi"},
                                                {"1e", "1e"},
                                                {"1E", "1E"},
                                                {"2001-01-01", "2001-01-01"},
                                                {"-", "-"},
                                                {"+", "+"},
                                                {"nginx", "nginx"},
                                                {"9223372036854775807", INT64_MAX},
                                                {"9223372036854775808", 9223372036854775808.0}};
  for (const auto& [text, value] : truth) {
    if (std::string(text) == "-") continue;  // a list, not a scalar
    CHECK(parsed("a: " + std::string(text)) == json{{"a", value}});
  }
}

TEST_CASE("Quotes and tags decide over looks") {
  CHECK(parsed("a: \"123\"") == json{{"a", "123"}});
  CHECK(parsed("a: 'true'") == json{{"a", "true"}});
  CHECK(parsed("a: !!str 123") == json{{"a", "123"}});
  CHECK(parsed("a: !!int \"7\"") == json{{"a", 7}});
  CHECK(parsed("a: ''") == json{{"a", ""}});
}

TEST_CASE("What JSON cannot hold is an error that names the line") {
  CHECK(error_of("a: 1\nb: .inf\n") == "web.yaml:2: .inf cannot be represented in JSON");
  CHECK(error_of("a: .nan\n").starts_with("web.yaml:1: "));
}

TEST_CASE("Keys become texts") {
  CHECK(parsed("y: 1") == json{{"true", 1}});
  CHECK(parsed("1.50: 1") == json{{"1.5", 1}});
  CHECK(parsed("0x10: 1") == json{{"16", 1}});
  CHECK(error_of("a: 1\n~: 1\n") == "web.yaml:2: a mapping key must not be null");
  CHECK(error_of("[a]: 1\n") == "web.yaml:1: a mapping key must be a scalar");
}

TEST_CASE("Several documents keep their numbers, empty ones are left out") {
  const YamlResult result = parse_yaml("# only a comment\n---\na: 1\n---\n---\nb: 2\n...\n", "web.yaml");
  REQUIRE(result.error.empty());
  REQUIRE(result.documents.size() == 2);
  CHECK(result.documents[0].json == json{{"a", 1}});
  CHECK(result.documents[1].json == json{{"b", 2}});
  CHECK(result.documents[0].number < result.documents[1].number);
  CHECK(parse_yaml("", "empty.yaml").documents.empty());
}

TEST_CASE("JSON is YAML") {
  CHECK(parsed("{\"a\": [1, \"x\", null, {\"b\": true}]}") ==
        json::parse(R"({"a": [1, "x", null, {"b": true}]})"));
}

TEST_CASE("Block texts keep their lines") {
  CHECK(parsed("a: |\n  one\n  two\n") == json{{"a", "one\ntwo\n"}});
  CHECK(parsed("a: |-\n  one\n  two\n") == json{{"a", "one\ntwo"}});
  CHECK(parsed("a: >\n  one\n  two\n") == json{{"a", "one two\n"}});
}

TEST_CASE("Anchors repeat a value, and merge keys add what is not there") {
  CHECK(parsed("a: &x [1, 2]\nb: *x\n") == json::parse(R"({"a": [1, 2], "b": [1, 2]})"));
  CHECK(parsed("base: &b {a: 1, b: 2}\nown:\n  <<: *b\n  b: 3\n")["own"] ==
        json::parse(R"({"a": 1, "b": 3})"));
  CHECK(parsed("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nown:\n  <<: [*x, *y]\n")["own"] ==
        json::parse(R"({"a": 1, "b": 2})"));
  CHECK(error_of("own:\n  a: 1\n  <<: text\n") == "web.yaml:3: << takes a mapping or a list of mappings");
}

TEST_CASE("A key that is set twice is an error") {
  CHECK(error_of("a:\n  b: 1\n  c: 2\n  b: 3\n") == "web.yaml:4: key \"b\" is set twice");
}

TEST_CASE("Aliases that grow without bound and absurd depth are refused") {
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) laughs += (k == 0 ? "" : ", ") + last;
    laughs += "]\n";
  }
  CHECK(error_of(laughs).find("aliases expand to too many values") != std::string::npos);
  CHECK_FALSE(error_of(std::string(100'000, '[')).empty());
  CHECK_FALSE(error_of("a: &a [*a]\n").empty());
}

TEST_CASE("Broken YAML is an error that names the line") {
  CHECK(error_of("a: 1\n b: 2\n").starts_with("web.yaml:2: "));
  CHECK(error_of("a: 1\nb: \"open\nc: 3\n") == "web.yaml:2: the quoted text is never closed");
  CHECK(error_of("a: &x 'it''s open\n") == "web.yaml:1: the quoted text is never closed");
  CHECK(error_of("a: *none\n").starts_with("web.yaml:1: "));
}

TEST_CASE("Every value knows its line") {
  const YamlResult result = parse_yaml("---\na: 1\n---\nspec:\n  list:\n  - x: 1\n  - x: 2\n  a/b: 3\n", "f");
  REQUIRE(result.documents.size() == 2);
  const YamlDocument& document = result.documents[1];
  CHECK(document.line_of("/spec") == 5);
  CHECK(document.line_of("/spec/list/1/x") == 7);
  CHECK(document.line_of("/spec/a~1b") == 8);
  CHECK(document.line_of("/spec/list/1/missing") == 7);
  CHECK(document.number == 2);
}

TEST_CASE("What is written as YAML is read back as it was") {
  const json value = json::parse(R"({
    "null": null, "t": true, "n": -3, "f": 0.25, "big": 9007199254740993, "empty": "", "list": [], "map": {},
    "texts": ["true", "123", "1e3", "~", "null", "no", "- a", "a: b", "# c", " led", "trail ", "0x1F", "*a", "&a",
              "one\ntwo", "one\ntwo\n", "one\n\n", "\n", " one\ntwo\n", "tab\tin", "a\r\nb\n", "\"q\"", "'q'", "{a}",
              "é", "%x", "@x", "?", "?x", "a:", "|", ">"],
    "yes": 1, "1": 2, "nested": [[1, [2]], {"a": [{"b": {"c": "d"}}]}]})");
  const std::string text = to_yaml(value);
  INFO(text);
  CHECK(parsed(text) == value);
}

TEST_CASE("Written YAML looks as a person would write it") {
  CHECK(to_yaml(json::parse(R"({"kind": "Pod", "spec": {"args": ["a", 1]}, "text": "one\ntwo\n"})")) ==
        "kind: Pod\nspec:\n  args:\n    - a\n    - 1\ntext: |\n  one\n  two\n");
}
