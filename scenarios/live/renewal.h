// Keeps the certificates of a server fresh while it serves, and the administrator's kubeconfig with them.
#pragma once

#include <iosfwd>

namespace podium::live {

class KubeconfigFile;
class LiveServer;
class Security;

// Connections that are there keep the certificate they began with; later ones meet the new one. What goes
// wrong is told to `out`, and tried again: the certificates at hand are good for months.
class Renewal {
 public:
  // All outlive it, and the server's reactor does not run after it. REQUIRES: the server speaks TLS.
  Renewal(LiveServer& live, Security& security, KubeconfigFile& kubeconfig, std::ostream& out);

 private:
  void wait();
  void look();

  LiveServer& live_;
  Security& security_;
  KubeconfigFile& kubeconfig_;
  std::ostream& out_;
};

}  // namespace podium::live
