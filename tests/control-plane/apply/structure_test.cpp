// What a value consists of, how two values differ, how they are merged: by the schema.
#include "control-plane/apply/check_config.h"
#include "control-plane/apply/comparison.h"
#include "control-plane/apply/merge.h"
#include "control-plane/apply/owned_fields.h"
#include "tests/control-plane/apply/one_object.h"

namespace podium::apply {
namespace {

const schema::Type& type(const char* name) { return *schema::kubernetes().find_type(name); }
const schema::Type& pod_spec() { return type("core/v1.PodSpec"); }

std::string owned(const schema::Type& t, const char* text) { return to_text(owned_fields(t, tree(text))); }

TEST_CASE("Elements of lists with keys are owned field by field, with their defaults as keys") {
  CHECK(owned(pod_spec(), "{'containers':[{'name':'c','ports':[{'containerPort':80}]}]}") ==
        R"({"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:name":{},)"
        R"("f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}})");
}

TEST_CASE("Atomic lists, maps and structs are owned as a whole, sets value by value, maps entry by entry") {
  CHECK(owned(pod_spec(), "{'tolerations':[{'key':'a'}],'nodeSelector':{'disk':'ssd'}}") ==
        R"({"f:nodeSelector":{},"f:tolerations":{}})");
  CHECK(owned(type("apps/v1.DeploymentSpec"), "{'selector':{'matchLabels':{'a':'b'}}}") ==
        R"({"f:selector":{}})");
  CHECK(owned(type("meta/v1.ObjectMeta"), "{'finalizers':['x'],'labels':{'a':'b'}}") ==
        R"({"f:finalizers":{"v:\"x\"":{}},"f:labels":{"f:a":{}}})");
  CHECK(owned(pod_spec(), "{'securityContext':{},'volumes':[]}") == R"({"f:securityContext":{}})");
}

TEST_CASE("Without a schema objects are owned member by member, and lists as a whole") {
  CHECK(owned(schema::any_type(), "{'spec':{'size':3,'parts':[{'a':1}],'map':{'x':{'y':null}}}}") ==
        R"({"f:spec":{".":{},"f:map":{".":{},"f:x":{".":{},"f:y":{}}},"f:parts":{},"f:size":{}}})");
}

TEST_CASE("A comparison says what was added, modified and removed") {
  const Comparison changes =
      compare(pod_spec(),
              tree("{'hostname':'a','nodeName':'n','tolerations':[{'key':'a'}],"
                   "'containers':[{'name':'c','image':'i','args':['x']},{'name':'d','image':'j'}]}"),
              tree("{'hostname':'b','tolerations':[{'key':'a'}],'securityContext':{'runAsUser':1},"
                   "'containers':[{'name':'e','image':'k'},{'name':'c','image':'i','args':['y']}]}"));
  CHECK(to_text(changes.added) ==
        R"({"f:containers":{"k:{\"name\":\"e\"}":{".":{},"f:image":{},"f:name":{}}},)"
        R"("f:securityContext":{".":{},"f:runAsUser":{}}})");
  CHECK(to_text(changes.modified) ==
        R"({"f:containers":{"k:{\"name\":\"c\"}":{"f:args":{}}},"f:hostname":{}})");
  CHECK(to_text(changes.removed) ==
        R"({"f:containers":{"k:{\"name\":\"d\"}":{".":{},"f:image":{},"f:name":{}}},"f:nodeName":{}})");
}

TEST_CASE("The order of named elements is no difference, duplicates are compared together") {
  const schema::Type& container = type("core/v1.Container");
  const auto differ = [&](const char* before, const char* after) {
    const Comparison changes = compare(container, tree(before), tree(after));
    return to_text(changes.added) + to_text(changes.modified) + to_text(changes.removed);
  };
  const char* const two = "{'env':[{'name':'a','value':'1'},{'name':'b','value':'2'}]}";
  CHECK(differ(two, "{'env':[{'name':'b','value':'2'},{'name':'a','value':'1'}]}") == "{}{}{}");
  const char* const twice = "{'env':[{'name':'a','value':'1'},{'name':'a','value':'2'}]}";
  CHECK(differ(twice, twice) == "{}{}{}");
  CHECK(differ(twice, "{'env':[{'name':'a','value':'1'},{'name':'a','value':'3'}]}") ==
        R"({}{"f:env":{"k:{\"name\":\"a\"}":{}}}{})");
  CHECK(
      differ(twice, "{'env':[{'name':'a','value':'1'}]}") ==
      R"({"f:env":{"k:{\"name\":\"a\"}":{"f:name":{},"f:value":{}}}}{}{"f:env":{"k:{\"name\":\"a\"}":{}}})");
}

TEST_CASE("A value that changes its form is modified, and what was in it is added or removed") {
  const Comparison changes =
      compare(schema::any_type(), tree("{'a':{'b':1},'c':2}"), tree("{'a':3,'c':{'d':4}}"));
  CHECK(to_text(changes.modified) == R"({"f:a":{},"f:c":{}})");
  CHECK(to_text(changes.removed) == R"({"f:a":{"f:b":{}}})");
  CHECK(to_text(changes.added) == R"({"f:c":{"f:d":{}}})");
}

TEST_CASE("A merge takes what the configuration says, and everything else as it is") {
  CHECK(merge(pod_spec(),
              tree("{'hostname':'a','nodeName':'n','tolerations':[{'key':'a'}],'nodeSelector':{'x':'y'},"
                   "'containers':[{'name':'c','image':'i','env':[{'name':'E','value':'1'}]}]}"),
              tree("{'hostname':'b','tolerations':[{'key':'b'}],'nodeSelector':{'z':'y'},"
                   "'containers':[{'name':'c','env':[{'name':'F','value':'2'}]}]}")) ==
        tree("{'hostname':'b','nodeName':'n','tolerations':[{'key':'b'}],'nodeSelector':{'z':'y'},"
             "'containers':[{'name':'c','image':'i','env':[{'name':'E','value':'1'},{'name':'F','value':'2'}]"
             "}]}"));
}

// Sets of single letters.
std::string merged(const std::string& live, const std::string& config) {
  const auto list = [](const std::string& letters) {
    json finalizers = json::array();
    for (const char c : letters) finalizers.push_back(std::string(1, c));
    return json{{"finalizers", finalizers}};
  };
  std::string result;
  const json outcome = merge(type("meta/v1.ObjectMeta"), list(live), list(config));
  for (const json& letter : outcome["finalizers"]) result += letter.get<std::string>();
  return result;
}

TEST_CASE("Merged lists have the configuration's order, others stay between their neighbours") {
  CHECK(merged("abc", "abc") == "abc");
  CHECK(merged("abc", "cba") == "cba");
  CHECK(merged("abc", "d") == "abcd");
  CHECK(merged("abcd", "ca") == "bcda");
  CHECK(merged("ab", "xb") == "axb");
  CHECK(merged("ab", "bxa") == "bxa");
  CHECK(merged("axbycz", "cab") == "xyczab");
  CHECK(merged("", "ab") == "ab");
  CHECK(merged("ab", "") == "ab");
}

TEST_CASE("Removal takes members with all that is in them, and what becomes empty by that") {
  const FieldSet fields =
      parse_fields(tree(R"({'f:containers':{'k:{\'name\':\'c\'}':{'f:env':{'k:{\'name\':\'E\'}':{}}},)"
                        R"('k:{\'name\':\'d\'}':{}},'f:nodeSelector':{'f:x':{}},'f:hostname':{}})"))
          .value();
  CHECK(remove(pod_spec(),
               tree("{'hostname':'a','nodeName':'n','nodeSelector':{'x':'y'},"
                    "'containers':[{'name':'c','env':[{'name':'E','value':'1'}]},{'name':'d'}]}"),
               fields) == tree("{'nodeName':'n','nodeSelector':{'x':'y'},'containers':[{'name':'c'}]}"));
}

TEST_CASE("A configuration needs names for its elements, once each, and fields of the schema") {
  const auto wrong = [](const char* text) { return check_config(pod_spec(), tree(text)); };
  CHECK(wrong("{'containers':[{'name':'c','ports':[{'containerPort':80}],'args':['a','a']}]}") == "");
  CHECK(wrong("{'containers':[{'image':'i'}]}") ==
        R"(.containers: element 0: associative list with keys has an element that omits key field "name" )"
        R"((and doesn't have default value))");
  CHECK(wrong("{'containers':[{'name':'c','ports':[{'containerPort':80},{'containerPort':80}]}]}") ==
        R"(.containers[name="c"].ports: duplicate entries for key [containerPort=80,protocol="TCP"])");
  CHECK(wrong("{'hostName':'a','hostname':3}") ==
        "errors:\n  .hostName: field not declared in schema\n"
        "  .hostname: expected string, got &value.valueUnstructured{Value:3}");
  CHECK(check_config(type("meta/v1.ObjectMeta"), tree("{'finalizers':[{},null,'a']}")) ==
        "errors:\n  .finalizers: element 0: associative list without keys has an element that's a map type\n"
        "  .finalizers: element 1: associative list without keys has an element that's an explicit null");
}

}  // namespace
}  // namespace podium::apply
