// What containers find when they start: environment and files, from elsewhere.
#include "control-plane/kubelet/environment.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/secret.h"
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"
#include "tests/support/command_client.h"

using namespace podium;
using namespace podium::kubelet;
using nlohmann::json;

namespace {

EnvVar from(const char* name, const json& source) {
  EnvVar variable;
  variable.name = name;
  variable.value_from = Tree(source);
  return variable;
}
EnvVar plain(const char* name, const char* value) {
  EnvVar variable;
  variable.name = name;
  variable.value = value;
  return variable;
}

Ref<Object> config(const char* name, const Labels& data) {
  auto map = make_ref<ConfigMap>();
  map->metadata.name = name;
  map->data = data;
  return map;
}
Ref<Object> secret(const char* name, const Labels& data) {
  auto made = make_ref<Secret>();
  made->metadata.name = name;
  made->data = data;
  return made;
}

PodSpec with_env(List<EnvVar> env) {
  Container container = make::container("main");
  container.env = std::move(env);
  return make::spec({container});
}

std::string run(NodeWorld& w, std::vector<std::string> command) {
  const auto client = std::make_shared<testing::CommandClient>();
  w.host.runtime.exec(w.container("web").container_id.str().substr(13), std::move(command), {.out = true},
                      client);
  w.run(1s);
  return client->out + client->err;
}

std::string waits_for(NodeWorld& w) {
  const auto& waiting = w.container("web").state.waiting;
  return waiting ? waiting->reason.str() + ": " + waiting->message.str() : "";
}

}  // namespace

TEST_CASE("a variable comes from fields, resources, config maps and secrets") {
  NodeWorld w;
  w.put(config("settings", {{"colour", "blue"}}));
  w.put(secret("keys", {{"token", "czNjcjN0"}}));
  PodSpec spec =
      with_env({from("NAME", {{"fieldRef", {{"fieldPath", "metadata.name"}}}}),
                from("APP", {{"fieldRef", {{"fieldPath", "metadata.labels['app']"}}}}),
                from("NODE", {{"fieldRef", {{"fieldPath", "spec.nodeName"}}}}),
                from("CPU", {{"resourceFieldRef", {{"resource", "limits.cpu"}, {"divisor", "1m"}}}}),
                from("MEMORY", {{"resourceFieldRef", {{"resource", "limits.memory"}, {"divisor", "1Mi"}}}}),
                from("COLOUR", {{"configMapKeyRef", {{"name", "settings"}, {"key", "colour"}}}}),
                from("TOKEN", {{"secretKeyRef", {{"name", "keys"}, {"key", "token"}}}}),
                plain("TOGETHER", "$(NAME)-$(COLOUR) $(NOBODY) $$(NAME)")});
  spec.containers.edit()[0].resources.limits.set("cpu", *Quantity::parse("1500m"));
  spec.containers.edit()[0].resources.limits.set("memory", *Quantity::parse("64Mi"));
  w.create("web", spec);
  w.run(10s);
  for (const auto& [name, value] :
       {std::pair("NAME", "web"), std::pair("APP", "web"), std::pair("NODE", "n1"), std::pair("CPU", "1500"),
        std::pair("MEMORY", "64"), std::pair("COLOUR", "blue"), std::pair("TOKEN", "s3cr3t"),
        std::pair("TOGETHER", "web-blue $(NOBODY) $(NAME)")}) {
    CHECK(run(w, {"printenv", name}) == std::string(value) + "\n");
  }
}

TEST_CASE("envFrom takes all keys, and env has the last word") {
  NodeWorld w;
  w.put(config("settings", {{"A", "1"}, {"B", "2"}}));
  PodSpec spec = with_env({plain("X_B", "own"), plain("C", "$(X_A)")});
  spec.containers.edit()[0].env_from =
      Tree(json::array({{{"prefix", "X_"}, {"configMapRef", {{"name", "settings"}}}},
                        {{"secretRef", {{"name", "nobody"}, {"optional", true}}}}}));
  w.create("web", spec);
  w.run(10s);
  CHECK(run(w, {"sh", "-c", "echo $X_A $X_B $C"}) == "1 own 1\n");
}

TEST_CASE("a container whose configuration is missing waits, says for what, and starts once it is there") {
  NodeWorld w;
  w.create("web", with_env({from("C", {{"configMapKeyRef", {{"name", "settings"}, {"key", "colour"}}}})}));
  w.run(10s);
  CHECK(waits_for(w) == "CreateContainerConfigError: configmap \"settings\" not found");
  const auto told = w.events("web");
  CHECK(std::any_of(told.begin(), told.end(), [](const std::string& line) {
    return line.starts_with("Warning Failed Error: configmap \"settings\" not found");
  }));
  w.put(config("settings", {{"colour", "blue"}}));
  w.run(20s);
  CHECK(w.container("web").ready);
  CHECK(run(w, {"printenv", "C"}) == "blue\n");
}

TEST_CASE("a missing key is told by source, unless it is optional") {
  const auto waiting = [](const json& reference) {
    NodeWorld w;
    w.put(config("settings", {{"colour", "blue"}}));
    w.put(secret("keys", {{"token", "czNjcjN0"}}));
    w.create("web", with_env({from("C", reference)}));
    w.run(10s);
    return waits_for(w);
  };
  CHECK(waiting({{"configMapKeyRef", {{"name", "settings"}, {"key", "size"}}}}) ==
        "CreateContainerConfigError: couldn't find key size in ConfigMap default/settings");
  CHECK(waiting({{"secretKeyRef", {{"name", "keys"}, {"key", "size"}}}}) ==
        "CreateContainerConfigError: couldn't find key size in Secret default/keys");
  CHECK(waiting({{"secretKeyRef", {{"name", "none"}, {"key", "size"}}}}) ==
        "CreateContainerConfigError: secret \"none\" not found");
  CHECK(waiting({{"configMapKeyRef", {{"name", "settings"}, {"key", "size"}, {"optional", true}}}}).empty());
}

TEST_CASE("volumes of config maps, secrets and the downward API are files") {
  NodeWorld w;
  w.put(config("settings", {{"colour", "blue"}, {"size", "XL"}}));
  w.put(secret("keys", {{"token", "czNjcjN0"}}));
  const auto volume = [](const char* name, const json& source) {
    Volume made;
    made.name = name;
    made.rest = Tree(source);
    return made;
  };
  const auto mount = [](const char* name, const char* path, const char* sub = "") {
    VolumeMount made;
    made.name = name;
    made.mount_path = path;
    made.sub_path = sub;
    return made;
  };
  PodSpec spec = make::spec({make::container("main")});
  spec.volumes = {
      volume("c", {{"configMap", {{"name", "settings"}}}}),
      volume("s", {{"secret", {{"secretName", "keys"}}}}),
      volume("p",
             {{"projected",
               {{"sources",
                 {{{"configMap", {{"name", "settings"}, {"items", {{{"key", "size"}, {"path", "a/size"}}}}}}},
                  {{"downwardAPI",
                    {{"items",
                      {{{"path", "labels"}, {"fieldRef", {{"fieldPath", "metadata.labels"}}}}}}}}}}}}}})};
  spec.containers.edit()[0].volume_mounts = {mount("c", "/etc/config"), mount("s", "/etc/keys"),
                                             mount("p", "/pod"), mount("c", "/etc/colour", "colour")};
  w.create("web", spec);
  w.run(10s);
  CHECK(run(w, {"ls", "/etc/config"}) == "colour\nsize\n");
  CHECK(run(w, {"cat", "/etc/config/colour", "/etc/keys/token", "/pod/a/size", "/etc/colour"}) ==
        "blues3cr3tXLblue");
  CHECK(run(w, {"cat", "/pod/labels"}) == "app=\"web\"");
}

// A pod with one container that mounts one volume of this source.
PodSpec with_volume(const json& source) {
  PodSpec spec = make::spec({make::container("main")});
  Volume volume;
  volume.name = "c";
  volume.rest = Tree(source);
  VolumeMount mount;
  mount.name = "c";
  mount.mount_path = "/etc/config";
  spec.volumes = {volume};
  spec.containers.edit()[0].volume_mounts = {mount};
  return spec;
}

bool is_told(NodeWorld& w, const std::string& text) {
  const auto told = w.events("web");
  return std::any_of(told.begin(), told.end(),
                     [&](const std::string& line) { return line.starts_with(text); });
}

TEST_CASE("a volume that cannot be mounted is told in an event, and the container waits") {
  NodeWorld w;
  w.create("web", with_volume(json{{"configMap", {{"name", "settings"}}}}));
  w.run(10s);
  CHECK(w.container("web").state.waiting->reason == "ContainerCreating");
  CHECK(w.event_count("web", "FailedMount") >= 1);
  CHECK(is_told(
      w, "Warning FailedMount MountVolume.SetUp failed for volume \"c\" : configmap \"settings\" not found"));
  w.put(config("settings", {}));
  w.run(20s);
  CHECK(w.container("web").ready);
}

TEST_CASE("a token that is not granted is told with the volume that it was for") {
  NodeWorld w;
  const json token{{"serviceAccountToken", {{"path", "token"}}}};
  w.create("web", with_volume(json{{"projected", {{"sources", {token}}}}}));
  w.run(10s);
  CHECK(w.container("web").state.waiting->reason == "ContainerCreating");
  CHECK(
      is_told(w, "Warning FailedMount MountVolume.SetUp failed for volume \"c\" : failed to fetch token: "));
}
