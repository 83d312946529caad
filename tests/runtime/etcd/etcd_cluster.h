// Real etcd members on this machine, in a directory and on ports of their own. They die with the test.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "runtime/etcd/etcd_store.h"
#include "runtime/real/real_executor.h"

namespace podium {

class EtcdCluster {
 public:
  static bool installed();

  explicit EtcdCluster(int members, bool start_now = true);
  // One member that talks TLS only, and only to who has the certificate. False if none can be made here.
  bool start_with_certificate();
  ~EtcdCluster();
  EtcdCluster(const EtcdCluster&) = delete;
  EtcdCluster& operator=(const EtcdCluster&) = delete;

  void start(int member);
  // Gives a member that does not run another port for its clients (0: any); returns the one it had.
  int move(int member, int port);
  void kill(int member);   // SIGKILL
  void wipe(int member);   // takes the data of one that does not run
  void pause(int member);  // SIGSTOP
  void resume(int member);
  // Waits for a leader, and returns the number of that member.
  int leader() const;

  std::string endpoint(int member) const;
  EtcdStoreOptions options() const;
  std::unique_ptr<EtcdStore> open(RealExecutor& executor) const { return open(executor, options()); }
  static std::unique_ptr<EtcdStore> open(RealExecutor& executor, EtcdStoreOptions options);

 private:
  struct Member {
    int client_port = 0, peer_port = 0;
    pid_t process = 0;  // 0: it does not run
  };
  std::vector<std::string> arguments(int member) const;
  int new_port();

  std::filesystem::path directory_;
  std::set<int> ports_;  // given out
  etcd::Tls tls_;        // empty: plain HTTP
  std::vector<Member> members_;
};

}  // namespace podium
