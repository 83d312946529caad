#include "tests/runtime/etcd/etcd_cluster.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "runtime/http/client.h"
#include "runtime/http/socket.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

// A loopback address that no other process of this machine uses: a port that was free a moment ago stays so,
// also while its member does not run. On 127.0.0.1 any connection of another test may take it.
std::string own_address() {
  const auto pid = static_cast<unsigned>(getpid());
  return "127." + std::to_string(64 + (pid >> 16) % 128) + "." + std::to_string((pid >> 8) % 256) + "." +
         std::to_string(pid % 256);
}

int free_port() {
  const auto listener = http::listen_on(own_address(), 0);
  REQUIRE(listener.ok());
  return http::local_port(listener.value());
}

std::string url(int port) { return "http://" + own_address() + ":" + std::to_string(port); }

std::string field(const std::string& text, const std::string& name) {
  const std::string before = "\"" + name + "\":\"";
  const std::size_t at = text.find(before);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + before.size();
  return text.substr(begin, text.find('"', begin) - begin);
}

}  // namespace

bool EtcdCluster::installed() {
  return std::filesystem::exists("/usr/bin/etcd") || std::filesystem::exists("/usr/local/bin/etcd");
}

EtcdCluster::EtcdCluster(int members, bool start_now) : members_(static_cast<std::size_t>(members)) {
  std::string name = (std::filesystem::temp_directory_path() / "podium-etcd-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  directory_ = name;
  for (Member& member : members_) {
    member.client_port = new_port();
    member.peer_port = new_port();
  }
  if (!start_now) return;
  for (int member = 0; member < members; ++member) start(member);
  leader();
}

// The kernel may offer the same port twice as long as nobody uses it.
int EtcdCluster::new_port() {
  int port = free_port();
  while (!ports_.insert(port).second) port = free_port();
  return port;
}

EtcdCluster::~EtcdCluster() {
  for (std::size_t member = 0; member < members_.size(); ++member) kill(static_cast<int>(member));
  std::filesystem::remove_all(directory_);
}

std::vector<std::string> EtcdCluster::arguments(int member) const {
  const Member& self = members_[static_cast<std::size_t>(member)];
  const std::string name = "m" + std::to_string(member);
  std::string all;
  for (std::size_t i = 0; i < members_.size(); ++i)
    all += (i == 0 ? "m" : ",m") + std::to_string(i) + "=" + url(members_[i].peer_port);
  std::vector<std::string> words = {"etcd",
                                    "--name",
                                    name,
                                    "--data-dir",
                                    (directory_ / name).string(),
                                    "--listen-client-urls",
                                    endpoint(member),
                                    "--advertise-client-urls",
                                    endpoint(member),
                                    "--listen-peer-urls",
                                    url(self.peer_port),
                                    "--initial-advertise-peer-urls",
                                    url(self.peer_port),
                                    "--initial-cluster",
                                    all,
                                    "--heartbeat-interval",
                                    "50",
                                    "--election-timeout",
                                    "500"};
  if (tls_.key.empty()) return words;
  for (const char* word : {"--cert-file", tls_.certificate.c_str(), "--key-file", tls_.key.c_str(),
                           "--client-cert-auth", "--trusted-ca-file", tls_.authority.c_str()})
    words.emplace_back(word);
  return words;
}

void EtcdCluster::start(int member) {
  const std::vector<std::string> words = arguments(member);
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  const std::string log = (directory_ / (words[2] + ".log")).string();
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execvp(pointers[0], pointers.data());
    _exit(127);
  }
  members_[static_cast<std::size_t>(member)].process = child;
}

// The certificate is its own authority, and stands for both sides.
bool EtcdCluster::start_with_certificate() {
  const std::string certificate = (directory_ / "cert.pem").string(), key = (directory_ / "key.pem").string();
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=podium"
      " -addext subjectAltName=IP:" +
      own_address() + " -out " + certificate + " -keyout " + key + " 2>/dev/null";
  if (std::system(command.c_str()) != 0) return false;
  tls_ = {certificate, certificate, key};
  start(0);
  return true;
}

int EtcdCluster::move(int member, int port) {
  return std::exchange(members_[static_cast<std::size_t>(member)].client_port, port == 0 ? new_port() : port);
}

void EtcdCluster::kill(int member) {
  pid_t& process = members_[static_cast<std::size_t>(member)].process;
  if (process == 0) return;
  ::kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  process = 0;
}

void EtcdCluster::wipe(int member) {
  std::filesystem::remove_all(directory_ / ("m" + std::to_string(member)));
}

void EtcdCluster::pause(int member) { ::kill(members_[static_cast<std::size_t>(member)].process, SIGSTOP); }
void EtcdCluster::resume(int member) { ::kill(members_[static_cast<std::size_t>(member)].process, SIGCONT); }

int EtcdCluster::leader() const {
  constexpr int kTries = 300;
  for (int i = 0; i < kTries; ++i) {
    for (std::size_t member = 0; member < members_.size(); ++member) {
      const auto status = http::fetch({.method = "POST",
                                       .url = endpoint(static_cast<int>(member)) + "/v3/maintenance/status",
                                       .body = "{}",
                                       .timeout = 1s});
      if (!status.ok()) continue;
      const std::string id = field(status.value().body, "member_id");
      if (!id.empty() && field(status.value().body, "leader") == id) return static_cast<int>(member);
    }
    usleep(100'000);
  }
  FAIL("the etcd members have found no leader; see " << directory_.string());
  return -1;
}

std::string EtcdCluster::endpoint(int member) const {
  const std::string plain = url(members_[static_cast<std::size_t>(member)].client_port);
  return tls_.key.empty() ? plain : "https" + plain.substr(4);
}

EtcdStoreOptions EtcdCluster::options() const {
  EtcdStoreOptions options;
  for (std::size_t member = 0; member < members_.size(); ++member)
    options.endpoints.push_back(endpoint(static_cast<int>(member)));
  options.tls = tls_;
  return options;
}

std::unique_ptr<EtcdStore> EtcdCluster::open(RealExecutor& executor, EtcdStoreOptions options) {
  return std::make_unique<EtcdStore>(std::move(options),
                                     [&executor](Task task) { executor.post_from_thread(std::move(task)); });
}

}  // namespace podium
