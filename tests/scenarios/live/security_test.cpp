// Who may do what at a live cluster's port, as curl and podium's own client find it.
#include "scenarios/live/security.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runtime/real/real_executor.h"
#include "scenarios/cluster/options.h"
#include "scenarios/live/audit_log.h"
#include "scenarios/live/clock_client.h"
#include "scenarios/live/serve.h"
#include "tests/support/temporary_folder.h"

using namespace podium;
using namespace podium::live;

namespace {

using Folder = podium::testing::TemporaryFolder;

Result<std::unique_ptr<Security>> opened(const SecurityOptions& options, const std::string& address,
                                         const std::string& kubeconfig) {
  return Security::open(options, address, kubeconfig, RealExecutor().wall_now());
}

std::string output_of(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::string output;
  for (int c; (c = fgetc(pipe)) != EOF;) output += static_cast<char>(c);
  pclose(pipe);
  return output;
}

// `podium up --sim --tls` in a process of its own.
struct SecureCluster {
  SecureCluster() : child(fork()) {
    if (child == 0) _exit(run());
    for (int i = 0; i < 2000 && !std::filesystem::exists(config); ++i) (void)std::system("sleep 0.01");
  }
  ~SecureCluster() {
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
  }
  int run() const {
    const auto security = opened({.tls = true}, "127.0.0.1", config).value().release();
    ClusterOptions cluster_options;
    security->install(cluster_options);
    Cluster cluster(std::move(cluster_options));
    std::ostringstream out;
    ServeOptions options{
        .live = {.tls = security->tls(), .paused = true}, .kubeconfig = config, .security = security};
    return serve(cluster, options, out).ok() ? 0 : 1;
  }

  const Folder folder;
  const std::string config = folder.path() + "/config";
  const pid_t child;
};

}  // namespace

TEST_CASE("plain HTTP is for loopback, and elsewhere for who insists on it") {
  const Folder folder;
  const std::string config = folder.path() + "/config";
  CHECK_FALSE(opened({}, "127.0.0.1", config).value()->tls());
  CHECK_FALSE(opened({.plain_http = true}, "0.0.0.0", config).value()->tls());
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(opened({}, "0.0.0.0", config).value()->tls());
  CHECK(std::filesystem::exists(folder.path() + "/podium-pki/ca.crt"));
  CHECK(opened({.tls = true, .plain_http = true}, "0.0.0.0", config).error().code == ErrorCode::kInvalid);
}

TEST_CASE(
    "the clock and the administrator's certificate go over TLS; without the authority nobody is believed") {
  const SecureCluster cluster;
  const auto stepped = change_clock(cluster.config, "step", "10s");
  REQUIRE(stepped.ok());
  CHECK(stepped.value() == show_clock(cluster.config).value());

  const ServerAccess access = read_kubeconfig(cluster.config).value();
  CHECK(access.url.starts_with("https://127.0.0.1:"));
  const std::string pki = cluster.folder.path() + "/podium-pki";
  const std::string curl = "curl -s -o /dev/null -w '%{http_code}' " + access.url + "/api/v1/nodes ";
  CHECK(output_of("curl -s -o /dev/null -w '%{http_code}' --cacert " + pki + "/ca.crt " + access.url +
                  "/podium/v1/clock") == "403");
  CHECK(output_of(curl) == "000");  // curl does not know the authority
  CHECK(output_of(curl + "--cacert " + pki + "/ca.crt --cert " + pki + "/admin.crt --key " + pki +
                  "/admin.key") == "200");
  CHECK(output_of("openssl verify -CAfile " + pki + "/ca.crt " + pki + "/server.crt").find(": OK") !=
        std::string::npos);
  const std::string shaken =
      output_of("openssl s_client -connect " + access.url.substr(8) + " -CAfile " + pki +
                "/ca.crt -verify_return_error -verify_ip 127.0.0.1 -alpn h2,http/1.1 < /dev/null");
  CHECK(shaken.find("Verify return code: 0 (ok)") != std::string::npos);
  CHECK(shaken.find("ALPN protocol: http/1.1") != std::string::npos);
}

TEST_CASE("the audit log goes to the end of a file, or to standard output; what cannot be is told in words") {
  const Folder folder;
  std::ostringstream out, complaints;
  const auto open = [&](const AuditLogOptions& options) { return open_audit_log(options, out, complaints); };
  CHECK_FALSE(open({}).value().sink);
  CHECK(open({.path = "-", .policy_file = ""}).value().policy.rules.size() == 1);
  open({.path = "-", .policy_file = ""}).value().sink("a\n");
  CHECK(out.str() == "a\n");
  const std::string log = folder.path() + "/audit.log", policy = folder.path() + "/policy.yaml";
  for (const char* line : {"b\n", "c\n"}) open({.path = log, .policy_file = ""}).value().sink(line);
  CHECK(output_of("cat " + log + "; stat -c %a " + log) == "b\nc\n600\n");
  open({.path = "/dev/full", .policy_file = ""}).value().sink("d\n");
  CHECK(complaints.str() == "the audit log loses lines: /dev/full: No space left on device\n");
  const auto mistake = [&](const AuditLogOptions& options) { return open(options).error().message; };
  CHECK(mistake({.path = "", .policy_file = policy}).find("--audit-log-path") != std::string::npos);
  CHECK(mistake({.path = log, .policy_file = policy}) ==
        "cannot read the audit policy " + policy + ": No such file or directory");
  std::ofstream(policy) << "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Some}]\n";
  CHECK(mistake({.path = log, .policy_file = policy}).starts_with(policy + ":3: rules[0].level: "));
  CHECK(mistake({.path = folder.path(), .policy_file = ""}).starts_with("cannot write the audit log "));
}
