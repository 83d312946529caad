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

namespace podium::live {
namespace {

constexpr std::string_view kMark = "# Written by podium up, which removes it when it ends.\n";
constexpr std::string_view kServerKey = "    server: ";

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

std::string kubeconfig_text(const std::string& server) {
  return std::string(kMark) +
         "apiVersion: v1\n"
         "kind: Config\n"
         "clusters:\n"
         "- name: podium\n"
         "  cluster:\n" +
         std::string(kServerKey) + server +
         "\n"
         "users:\n"
         "- name: podium\n"
         "  user: {}\n"
         "contexts:\n"
         "- name: podium\n"
         "  context:\n"
         "    cluster: podium\n"
         "    user: podium\n"
         "current-context: podium\n";
}

Result<KubeconfigFile> KubeconfigFile::write(const std::string& path, const std::string& server) {
  const auto present = read_file(path);
  if (present && !present->starts_with(kMark)) {
    return Error{ErrorCode::kExists,
                 path + " is there, and not by podium: give another path for the kubeconfig"};
  }
  std::string text = kubeconfig_text(server);
  if (const Status status = write_whole(path, text); !status.ok()) return status.error();
  return KubeconfigFile(path, std::move(text));
}

KubeconfigFile::KubeconfigFile(KubeconfigFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), text_(std::move(other.text_)) {}

KubeconfigFile::~KubeconfigFile() {
  if (!path_.empty() && read_file(path_) == text_) ::unlink(path_.c_str());
}

Result<std::string> kubeconfig_server(const std::string& path) {
  const auto text = read_file(path);
  if (!text)
    return Error{ErrorCode::kNotFound, "there is no " + path + ": is podium up, and in this folder?"};
  const std::size_t key = text->starts_with(kMark) ? text->find(kServerKey) : std::string::npos;
  if (key == std::string::npos) return Error{ErrorCode::kInvalid, path + " was not written by podium up"};
  const std::size_t begin = key + kServerKey.size();
  return text->substr(begin, text->find('\n', begin) - begin);
}

}  // namespace podium::live
