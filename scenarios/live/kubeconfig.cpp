#include "scenarios/live/kubeconfig.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "control-plane/authentication/base64.h"

namespace podium::live {
namespace {

constexpr std::string_view kMark = "# Written by podium up, which removes it when it ends.\n";
constexpr std::string_view kServerKey = "    server: ";
constexpr std::string_view kAuthorityKey = "    certificate-authority-data: ";
constexpr std::string_view kCertificateKey = "    client-certificate-data: ";
constexpr std::string_view kKeyKey = "    client-key-data: ";

// A line of a PEM text, as kubeconfigs have them; nothing for nothing.
std::string data_line(std::string_view key, const std::string& pem) {
  return pem.empty() ? std::string() : std::string(key) + base64_padded(pem) + "\n";
}

std::string value_of(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + key.size());
  return std::string(text.substr(0, text.find('\n')));
}

// The PEM text of a line; nothing for nothing.
std::string data_of(std::string_view text, std::string_view key) {
  return from_base64(value_of(text, key)).value_or("");
}

std::string user_text(const http::ClientCredentials& credentials) {
  if (credentials.certificate.empty()) return "  user: {}\n";
  return "  user:\n" + data_line(kCertificateKey, credentials.certificate) +
         data_line(kKeyKey, credentials.key);
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Error file_error(const std::string& path) {
  return {ErrorCode::kUnavailable, "cannot write " + path + ": " + std::generic_category().message(errno)};
}

// All or nothing, so that no client reads half a file.
Status write_whole(const std::string& path, const std::string& text) {
  const std::string draft = path + ".new";
  ::unlink(draft.c_str());
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return file_error(draft);
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  if (written && std::rename(draft.c_str(), path.c_str()) == 0) return {};
  const Error error = file_error(path);
  ::unlink(draft.c_str());
  return error;
}

}  // namespace

std::string kubeconfig_text(const ServerAccess& access) {
  return std::string(kMark) +
         "apiVersion: v1\n"
         "kind: Config\n"
         "clusters:\n"
         "- name: podium\n"
         "  cluster:\n" +
         std::string(kServerKey) + access.url + "\n" +
         data_line(kAuthorityKey, access.credentials.authority) +
         "users:\n"
         "- name: podium\n" +
         user_text(access.credentials) +
         "contexts:\n"
         "- name: podium\n"
         "  context:\n"
         "    cluster: podium\n"
         "    user: podium\n"
         "current-context: podium\n";
}

Result<KubeconfigFile> KubeconfigFile::write(const std::string& path, const ServerAccess& access) {
  const auto present = read_file(path);
  if (present && !present->starts_with(kMark)) {
    return Error{ErrorCode::kExists,
                 path + " is there, and not by podium: give another path for the kubeconfig"};
  }
  if (const Status status = write_whole(path, kubeconfig_text(access)); !status.ok()) return status.error();
  return KubeconfigFile(path, access);
}

Status KubeconfigFile::renew(http::ClientCredentials credentials) {
  if (read_file(path_) != kubeconfig_text(access_))
    return Error{ErrorCode::kExists, path_ + " was changed by somebody else and is left alone"};
  access_.credentials = std::move(credentials);
  return write_whole(path_, kubeconfig_text(access_));
}

KubeconfigFile::KubeconfigFile(KubeconfigFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), access_(std::move(other.access_)) {}

KubeconfigFile::~KubeconfigFile() {
  if (!path_.empty() && read_file(path_) == kubeconfig_text(access_)) ::unlink(path_.c_str());
}

Result<ServerAccess> read_kubeconfig(const std::string& path) {
  const auto text = read_file(path);
  if (!text)
    return Error{ErrorCode::kNotFound, "there is no " + path + ": is podium up, and in this folder?"};
  ServerAccess access{.url = value_of(*text, kServerKey), .credentials = {}};
  if (!text->starts_with(kMark) || access.url.empty())
    return Error{ErrorCode::kInvalid, path + " was not written by podium up"};
  access.credentials.authority = data_of(*text, kAuthorityKey);
  access.credentials.certificate = data_of(*text, kCertificateKey);
  access.credentials.key = data_of(*text, kKeyKey);
  return access;
}

}  // namespace podium::live
