#include "runtime/pki/key_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace podium::pki {
namespace {

Error unavailable(const std::string& what, const std::string& path) {
  return {ErrorCode::kUnavailable, what + " " + path + ": " + std::strerror(errno)};
}

bool write_all(int file, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t written = ::write(file, text.data() + at, text.size() - at);
    if (written < 0) return false;
    at += static_cast<std::size_t>(written);
  }
  return fsync(file) == 0;
}

}  // namespace

Result<std::optional<std::string>> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT) return std::optional<std::string>();
    return unavailable("cannot read", path);
  }
  return std::optional<std::string>(std::string{std::istreambuf_iterator<char>(file), {}});
}

Status write_file(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return unavailable("cannot write", fresh);
  const bool written = write_all(file, text);
  ::close(file);
  if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) return unavailable("cannot write", path);
  return {};
}

Status make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return unavailable("cannot make the directory", path);
}

Result<std::optional<KeyPair>> read_pair(const std::string& directory, const std::string& name) {
  const std::string certificate_path = directory + "/" + name + ".crt",
                    key_path = directory + "/" + name + ".key";
  auto certificate = read_file(certificate_path);
  if (!certificate.ok()) return certificate.error();
  auto key = read_file(key_path);
  if (!key.ok()) return key.error();
  if (!certificate.value() && !key.value()) return std::optional<KeyPair>();
  if (!certificate.value() || !key.value()) {
    const std::string& missing = certificate.value() ? key_path : certificate_path;
    return Error{ErrorCode::kInvalid, missing +
                                          " is missing, though its other half is there: bring it back, or "
                                          "remove both for new ones"};
  }
  return std::optional<KeyPair>(KeyPair{*certificate.value(), *key.value()});
}

// The key first: a certificate without its key would be of no use.
Status write_pair(const std::string& directory, const std::string& name, const KeyPair& pair) {
  Status written = write_file(directory + "/" + name + ".key", pair.key);
  return written.ok() ? write_file(directory + "/" + name + ".crt", pair.certificate) : written;
}

}  // namespace podium::pki
