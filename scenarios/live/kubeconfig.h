// The file by which kubectl finds a live simulation, and by which `podium clock` does.
#pragma once

#include <string>

#include "runtime/env/status.h"
#include "runtime/http/client.h"

namespace podium::live {

inline constexpr const char* kDefaultKubeconfig = "podium.kubeconfig";

// Where a cluster is, and what its administrator shows there. Without credentials: nothing.
struct ServerAccess {
  std::string url;
  http::ClientCredentials credentials;  // no token
};

// One cluster, one user, one context: all named podium.
std::string kubeconfig_text(const ServerAccess& access);

// A kubeconfig file that is there as long as this object. Only its owner can read it.
class KubeconfigFile {
 public:
  // Replaces a file that an earlier run left behind; any other file is left alone: kExists.
  static Result<KubeconfigFile> write(const std::string& path, const ServerAccess& access);
  KubeconfigFile(KubeconfigFile&& other) noexcept;
  KubeconfigFile& operator=(KubeconfigFile&&) = delete;
  // Removes the file, unless somebody has changed it since.
  ~KubeconfigFile();

  // What the administrator shows from now on. A file that somebody has changed since is left alone: kExists.
  Status renew(http::ClientCredentials credentials);

  const std::string& path() const { return path_; }

 private:
  KubeconfigFile(std::string path, ServerAccess access)
      : path_(std::move(path)), access_(std::move(access)) {}

  std::string path_;  // empty: moved away
  ServerAccess access_;
};

// What a file that KubeconfigFile wrote says. Errors: kNotFound, kInvalid.
Result<ServerAccess> read_kubeconfig(const std::string& path);

}  // namespace podium::live
