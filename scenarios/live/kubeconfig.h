// The file by which kubectl finds a live simulation, and by which `podium clock` does.
#pragma once

#include <string>

#include "runtime/env/status.h"

namespace podium::live {

inline constexpr const char* kDefaultKubeconfig = "podium.kubeconfig";

// One cluster, one user without credentials, one context: all named podium.
std::string kubeconfig_text(const std::string& server);

// A kubeconfig file that is there as long as this object. Only its owner can read it.
class KubeconfigFile {
 public:
  // Replaces a file that an earlier run left behind; any other file is left alone: kExists.
  static Result<KubeconfigFile> write(const std::string& path, const std::string& server);
  KubeconfigFile(KubeconfigFile&& other) noexcept;
  KubeconfigFile& operator=(KubeconfigFile&&) = delete;
  // Removes the file, unless somebody has changed it since.
  ~KubeconfigFile();

  const std::string& path() const { return path_; }

 private:
  KubeconfigFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}

  std::string path_;  // empty: moved away
  std::string text_;
};

// The server's URL in a file that KubeconfigFile wrote. Errors: kNotFound, kInvalid.
Result<std::string> kubeconfig_server(const std::string& path);

}  // namespace podium::live
