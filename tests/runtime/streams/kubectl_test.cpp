// Every kubectl of this machine against the streams: up to 1.29 they speak SPDY, from 1.30 on WebSockets,
// and port-forward from 1.31 on SPDY within a WebSocket.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/runtime/http/support/raw_client.h"
#include "tests/runtime/streams/support/child.h"
#include "tests/runtime/streams/support/pod_server.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> kubectls() {
  std::vector<std::string> found;
  const fs::path folder = "/usr/lib/google-cloud-sdk/bin";
  if (fs::exists(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename().string().starts_with("kubectl.1.")) found.push_back(entry.path());
    }
  }
  if (found.empty() && std::system("command -v kubectl >/dev/null 2>&1") == 0) found.push_back("kubectl");
  if (found.empty()) std::cout << "skipped: no kubectl on this machine\n";
  std::sort(found.begin(), found.end());
  return found;
}

// A server, and a folder of its own for each kubectl that is driven against it.
struct Cluster {
  explicit Cluster(StreamOptions options = {}) : pods(options) {
    std::string name = (fs::temp_directory_path() / "podium-streams-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    std::ofstream(folder / "config") << "apiVersion: v1\nkind: Config\nclusters:\n- name: c\n  cluster: "
                                     << "{server: " << pods.live.url("") << "}\ncontexts:\n- name: c\n"
                                     << "  context: {cluster: c, user: u}\nusers:\n- {name: u}\n"
                                     << "current-context: c\n";
  }
  ~Cluster() { fs::remove_all(folder); }

  std::vector<std::string> environment() const {
    return {"KUBECONFIG=" + (folder / "config").string(), "HOME=" + folder.string(), "NO_PROXY=*"};
  }
  std::string file(const char* name) const { return (folder / name).string(); }

  PodServer pods;
  fs::path folder;
};

// A kubectl at work.
struct Kubectl {
  Kubectl(Cluster& served, const std::string& program, std::vector<std::string> words) : cluster(served) {
    words.insert(words.begin(), program);
    child = std::make_unique<Child>(cluster.pods.live.reactor, words, cluster.environment());
    child->on_out = [this](std::string_view bytes) { out += bytes; };
    child->on_err = [this](std::string_view bytes) { err += bytes; };
    child->on_exit = [this](int exit_code) {
      code = exit_code;
      ended = true;
    };
  }
  // Runs it to its end.
  Kubectl& wait(std::string_view input = {}) {
    child->write(input);
    child->end_input();
    INFO(out.substr(0, 1000) << err.substr(0, 1000));
    REQUIRE(cluster.pods.live.run_until([this] { return ended; }));
    return *this;
  }
  bool says(const std::string& text) {
    return cluster.pods.live.run_until([&] { return ended || out.find(text) != std::string::npos; }) &&
           !ended;
  }

  Cluster& cluster;
  std::unique_ptr<Child> child;
  std::string out, err;
  int code = -1;
  bool ended = false;
};

// Whether this version speaks that protocol for exec, attach and cp.
bool on_websocket(const std::string& kubectl) {
  const std::size_t found = kubectl.find("kubectl.1.");
  return found == std::string::npos || std::atoi(kubectl.c_str() + found + 10) >= 30;
}

// A user of a forwarded port: sends `text`, ends, and gives all that comes back.
std::string exchange(http::RawClient& user, std::string_view text) {
  user.send(text);
  user.end_sending();
  return user.read_to_end();
}

std::string exchange(Cluster& cluster, std::uint16_t port, std::string_view text) {
  http::RawClient user(cluster.pods.live, 0, port);
  return exchange(user, text);
}

// The port of "Forwarding from 127.0.0.1:12345 -> 80".
std::uint16_t local_port(const std::string& line) {
  return static_cast<std::uint16_t>(
      std::atoi(line.c_str() + std::string("Forwarding from 127.0.0.1:").size()));
}

std::string random_text(std::size_t size) {
  std::string text(size, '\0');
  std::uint32_t state = 12345;
  for (char& c : text) c = static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
  return text;
}

std::string contents(const std::string& file) {
  std::ostringstream all;
  all << std::ifstream(file, std::ios::binary).rdbuf();
  return all.str();
}

// What kubectl says of a program that there is not. From 1.31 on it listens to its WebSocket before it has
// made its streams; what comes at once it may lose ("Unknown stream id 3, discarding message"). Then it is
// asked again.
std::string words_of_failure(Cluster& cluster, const std::string& kubectl) {
  for (int tries = 1;; ++tries) {
    Kubectl failing(cluster, kubectl, {"exec", "p1", "--", "missing"});
    CHECK(failing.wait().code == 1);
    const bool lost = failing.err.find("Unknown stream id 3") != std::string::npos ||
                      failing.err.find("discarding message") != std::string::npos;
    if (!lost || tries == 5) return failing.err;
  }
}

}  // namespace

TEST_CASE("kubectl exec carries both outputs and the exit code", "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl,
                {"exec", "p1", "-c", "c1", "--", "sh", "-c", "echo to out; echo to err >&2; exit 3"});
    run.wait();
    CHECK(run.out == "to out\n");
    CHECK(run.err == "to err\ncommand terminated with exit code 3\n");
    CHECK(run.code == 3);
    Kubectl fine(cluster, kubectl, {"exec", "p1", "--", "true"});
    CHECK(fine.wait().code == 0);
    const std::string method = on_websocket(kubectl) ? "GET" : "POST";
    CHECK(cluster.pods.requests.back() == method + " /api/v1/namespaces/default/pods/p1/exec");
    CHECK(cluster.pods.live.run_until([&] { return cluster.pods.running == 0; }));
    CHECK_THAT(words_of_failure(cluster, kubectl),
               Catch::Matchers::Contains("Internal error occurred: there is no such program"));
  }
}

TEST_CASE("kubectl exec -i carries megabytes in and out, and the end of the input", "[kubectl]") {
  const std::string text = random_text(8 << 20);
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"exec", "-i", "p1", "--", "cat"});
    run.wait(text);
    CHECK(run.code == 0);
    CHECK(run.out == text);
    CHECK(cluster.pods.most_held <= StreamOptions{}.held_bytes + (256 << 10));
    CHECK(cluster.pods.most_buffered <= 512 << 10);
  }
}

TEST_CASE("A kubectl exec whose reader rests loses nothing, and its command waits", "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"exec", "p1", "--", "sh", "-c", "head -c 30000000 /dev/zero; echo end"});
    run.child->pause_output(true);
    REQUIRE(cluster.pods.live.run_until([&] { return cluster.pods.most_buffered > (256 << 10); }));
    cluster.pods.live.run_for(200ms);
    CHECK(cluster.pods.running == 1);
    run.child->pause_output(false);
    run.wait();
    CHECK(run.code == 0);
    CHECK(run.out.size() == 30000000 + 4);
    CHECK(cluster.pods.most_buffered <= 512 << 10);
  }
}

TEST_CASE("kubectl attach carries input and output", "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"attach", "-i", "p1", "-c", "c1"});
    run.wait("question\n");
    CHECK(run.out.find("question\n") != std::string::npos);
    CHECK(run.code == 0);
  }
}

TEST_CASE("kubectl cp brings files into a container and back", "[kubectl]") {
  const std::string text = random_text(3 << 20);
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    std::ofstream(cluster.file("a"), std::ios::binary) << text;
    Kubectl in(cluster, kubectl, {"cp", cluster.file("a"), "p1:" + cluster.file("b"), "-c", "c1"});
    CHECK(in.wait().code == 0);
    CHECK(contents(cluster.file("b")) == text);
    Kubectl out(cluster, kubectl, {"cp", "p1:" + cluster.file("b"), cluster.file("c"), "-c", "c1"});
    CHECK(out.wait().code == 0);
    CHECK(contents(cluster.file("c")) == text);
  }
}

TEST_CASE("kubectl port-forward carries connections side by side", "[kubectl]") {
  const std::string text = random_text(1 << 20);
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"port-forward", "pod/p1", ":80", "--address", "127.0.0.1"});
    REQUIRE(run.says(" -> 80\n"));
    const std::uint16_t port = local_port(run.out);
    http::RawClient silent(cluster.pods.live, 0, port);
    for (int i = 0; i < 20; ++i) CHECK(exchange(cluster, port, "hello") == "hello");
    CHECK(exchange(cluster, port, text) == text);
    CHECK(exchange(silent, "late") == "late");
    CHECK(cluster.pods.connections == 22);
    CHECK_FALSE(run.ended);
    run.child->interrupt();
    CHECK(cluster.pods.live.run_until([&] { return cluster.pods.live.server->connections() == 0; }));
  }
}

TEST_CASE("kubectl port-forward tells why a port cannot be reached", "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"port-forward", "pod/p1", ":81", "--address", "127.0.0.1"});
    REQUIRE(run.says(" -> 81\n"));
    const std::uint16_t port = local_port(run.out);
    CHECK(exchange(cluster, port, "hello").empty());
    CHECK(cluster.pods.live.run_until([&] {
      return run.err.find("an error occurred forwarding") != std::string::npos &&
             run.err.find("nobody listens at that port") != std::string::npos;
    }));
  }
}

TEST_CASE("A kubectl whose WebSocket is refused falls back to SPDY", "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    cluster.pods.websockets = false;
    Kubectl run(cluster, kubectl, {"exec", "-i", "p1", "--", "cat"});
    CHECK(run.wait("hello").out == "hello");
    CHECK(cluster.pods.requests.back() == "POST /api/v1/namespaces/default/pods/p1/exec");
    Kubectl forward(cluster, kubectl, {"port-forward", "pod/p1", ":80", "--address", "127.0.0.1"});
    REQUIRE(forward.says(" -> 80\n"));
    CHECK(exchange(cluster, local_port(forward.out), "hello") == "hello");
    CHECK(cluster.pods.requests.back() == "POST /api/v1/namespaces/default/pods/p1/portforward");
  }
}

TEST_CASE("kubectl exec -t tells the size of its terminal", "[kubectl]") {
  if (std::system("command -v script >/dev/null 2>&1") != 0) {
    std::cout << "skipped: no script(1), which makes a terminal\n";
    return;
  }
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    const std::string line =
        "stty cols 100 rows 40; " + kubectl + " exec -it p1 -- sh -c 'read line; echo got $line'";
    Kubectl run(cluster, "script", {"-qec", line, "/dev/null"});
    REQUIRE(cluster.pods.live.run_until([&] { return !cluster.pods.sizes.empty(); }));
    CHECK(cluster.pods.sizes.front() == TerminalSize{100, 40});
    run.child->write("this\n");
    CHECK(cluster.pods.live.run_until([&] { return run.out.find("got this") != std::string::npos; }));
    CHECK(cluster.pods.live.run_until([&] { return run.ended; }));
    CHECK(run.code == 0);
  }
}

TEST_CASE("kubectl logs -f gets each line when it is written, and all of them however slowly it reads",
          "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"logs", "-f", "p1", "-c", "c1"});
    REQUIRE(run.says("the first line\n"));
    run.child->pause_output(true);
    cluster.pods.log_size = 20 << 20;
    REQUIRE(cluster.pods.live.run_until([&] {
      cluster.pods.write_log();
      return cluster.pods.log->buffered() > 256 << 10;
    }));
    cluster.pods.live.run_for(100ms);
    run.child->pause_output(false);
    run.wait();
    CHECK(run.code == 0);
    CHECK(run.out.size() == std::string("the first line\n").size() + (20 << 20));
  }
}

TEST_CASE("A kubectl exec that is interrupted ends its command", "[kubectl]") {
  for (const std::string& kubectl : kubectls()) {
    INFO(kubectl);
    Cluster cluster;
    Kubectl run(cluster, kubectl, {"exec", "p1", "--", "sh", "-c", "echo begun; sleep 1000"});
    REQUIRE(run.says("begun"));
    CHECK(cluster.pods.running == 1);
    run.child->interrupt();
    CHECK(cluster.pods.live.run_until([&] { return cluster.pods.running == 0; }));
  }
}

}  // namespace podium::streams
