// A simulated cluster behind a port, as curl and podium's own client see it.
#include "scenarios/live/live_server.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/live/adapter.h"
#include "scenarios/live/clock_client.h"
#include "scenarios/live/serve.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::live;
using nlohmann::json;

namespace {

struct Live {
  explicit Live(LiveOptions options = {.paused = true})
      : server(LiveServer::listen(cluster, options).value()) {}

  // What `command` prints, while the server runs. "URL" in it stands for the server's.
  std::string run(std::string command) {
    for (std::size_t at; (at = command.find("URL")) != std::string::npos;)
      command.replace(at, 3, server->url());
    FILE* pipe = popen(command.c_str(), "r");
    fcntl(fileno(pipe), F_SETFL, O_NONBLOCK);
    std::string output;
    for (int turns = 0; turns < 20'000; ++turns) {
      char buffer[65536];
      const ssize_t count = read(fileno(pipe), buffer, sizeof(buffer));
      if (count == 0) break;
      if (count > 0) output.append(buffer, static_cast<std::size_t>(count));
      server->turn(1ms);
    }
    pclose(pipe);
    return output;
  }
  json get(const std::string& path) { return json::parse(run("curl -s 'URL" + path + "'")); }
  json clock(const json& body) {
    return json::parse(run("curl -s -d '" + body.dump() + "' URL/podium/v1/clock"));
  }

  Cluster cluster;
  std::unique_ptr<LiveServer> server;
};

}  // namespace

TEST_CASE("a step is answered when it is done, and the cluster has lived through it") {
  Live live;
  CHECK(live.get("/podium/v1/clock")["elapsed"] == 0.0);
  const json state = live.clock({{"action", "step"}, {"duration", "1m30s"}});
  CHECK(state["elapsed"] == 90.0);
  CHECK(state["paused"] == true);
  CHECK(live.cluster.now() - live.cluster.started() == 90s);
  CHECK(live.get("/api/v1/nodes")["items"].size() == live.cluster.node_names().size() + 1);
}

TEST_CASE("the clock runs, changes its speed, and stands still, as asked") {
  Live live;
  CHECK(live.clock({{"action", "speed"}, {"speed", "20x"}})["speed"] == "20x");
  CHECK(live.clock({{"action", "run"}})["paused"] == false);
  live.run("sleep 0.2");
  const json paused = live.clock({{"action", "pause"}});
  CHECK(paused["paused"] == true);
  CHECK(paused["elapsed"].get<double>() > 2.0);  // it slept for 4 s of virtual time; 1x would be 0.2 s
  CHECK(live.get("/podium/v1/clock")["elapsed"] == paused["elapsed"]);
}

TEST_CASE("at the highest speed the cluster lives on and clients are still served") {
  Live live({.speed = {.unlimited = true}});
  const double first = live.get("/podium/v1/clock")["elapsed"];
  const double second = live.get("/podium/v1/clock")["elapsed"];
  CHECK(second > first);
  CHECK(live.get("/version")["major"] == "1");
}

TEST_CASE("a watch is told of what happens while it is open") {
  Live live({.speed = {.numerator = 100}});
  const std::string lines = live.run("curl -s -N -m 1 'URL/api/v1/nodes?watch=true'");
  CHECK(lines.find("\"ADDED\"") != std::string::npos);
}

TEST_CASE("what was recorded is read on from any event, and every why ends at what came from outside") {
  Live live;
  live.clock({{"action", "step"}, {"duration", "30s"}});
  const json all = live.get("/podium/v1/events?since=0&limit=10");
  REQUIRE(all["events"].size() == 10);
  CHECK(all["next"] == 10);
  const json rest = live.get("/podium/v1/events?since=10&limit=1");
  CHECK(rest["events"][0]["id"] == 11);
  CHECK(live.get("/podium/v1/events?since=999999999")["events"].empty());
  const std::string subject = all["events"][9]["subject"];
  const json why = live.get("/podium/v1/why?subject=" + subject);
  REQUIRE_FALSE(why["chain"].empty());
  CHECK(why["chain"][0]["subject"] == subject);
  CHECK(why["chain"].back()["cause"] == 0);
}

TEST_CASE("mistaken requests to the simulation are refused in words") {
  Live live;
  CHECK(live.clock({{"action", "jump"}})["error"] == "the action must be pause, run, step or speed");
  CHECK(live.clock({{"action", "step"}, {"duration", "soon"}}).contains("error"));
  CHECK(live.clock({{"action", "speed"}, {"speed", 3}}).contains("error"));
  CHECK(live.clock(json::array()).contains("error"));
  CHECK(live.get("/podium/v1/why?subject=pod/no/such").contains("error"));
  CHECK(live.get("/podium/v1/events?since=x").contains("error"));
  CHECK(live.run("curl -s -o /dev/null -w '%{http_code}' URL/podium/v1/none") == "404");
  CHECK(live.run("curl -s -o /dev/null -w '%{http_code}' -X DELETE URL/podium/v1/why") == "405");
}

TEST_CASE("a body above three mebibytes is refused as by Kubernetes, however large it is") {
  Live live;
  for (const char* size : {"3145729", "9000000"}) {
    const json refused = json::parse(live.run(std::string("head -c ") + size +
                                              " /dev/zero | curl -s --data-binary @- URL/api/v1/namespaces"));
    CHECK(refused["message"] == "Request entity too large: limit is 3145728");
    CHECK(refused["reason"] == "RequestEntityTooLarge");
    CHECK(refused["code"] == 413);
  }
}

TEST_CASE("requests that a web page of elsewhere makes a browser send are not served") {
  Live live;
  const std::string code = "curl -s -o /dev/null -w '%{http_code}' URL/version ";
  CHECK(live.run(code) == "200");
  CHECK(live.run(code + "-H 'Origin: http://localhost:3000'") == "200");
  CHECK(live.run(code + "-H 'Origin: https://example.org'") == "403");
  CHECK(live.run(code + "-H 'Host: example.org'") == "403");
  CHECK(live.run(code + "-H 'Host: localhost.example.org'") == "403");
}

TEST_CASE("serving ends by a signal, and leaves no kubeconfig behind") {
  char name[] = "/tmp/podium-test-XXXXXX";
  const std::string folder = mkdtemp(name);
  const std::string path = folder + "/config";
  const pid_t child = fork();
  if (child == 0) {
    Cluster cluster;
    std::ostringstream out;
    ServeOptions options{.live = {.paused = true}, .kubeconfig = path};
    const Status status = serve(cluster, options, out);
    _exit(status.ok() && out.str().find(path) != std::string::npos ? 0 : 1);
  }
  for (int i = 0; i < 2000 && !std::filesystem::exists(path); ++i) (void)std::system("sleep 0.01");
  const auto stepped = change_clock(path, "step", "10s");
  REQUIRE(stepped.ok());
  CHECK(stepped.value() == "2025-01-01T00:00:10.000000Z, paused, at 1x\n");
  CHECK(show_clock(path).value() == stepped.value());
  CHECK(change_clock(path, "step", "x").error().code == ErrorCode::kRefused);
  const auto explained = why(path, "node/node-1");
  CHECK((explained.ok() || explained.error().code == ErrorCode::kRefused));
  kill(child, SIGTERM);
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(show_clock(path).error().code == ErrorCode::kNotFound);
  std::filesystem::remove_all(folder);
}
