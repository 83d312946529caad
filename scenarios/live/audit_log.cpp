#include "scenarios/live/audit_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <ostream>
#include <system_error>
#include <utility>

namespace podium::live {
namespace {

Error file_error(const char* what, const std::string& path) {
  return {ErrorCode::kUnavailable, what + path + ": " + std::generic_category().message(errno)};
}

AuditPolicy everything() {
  AuditPolicy policy;
  policy.rules.push_back({.level = AuditLevel::kMetadata});
  return policy;
}

Result<AuditPolicy> policy_of(const std::string& path) {
  if (path.empty()) return everything();
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return file_error("cannot read the audit policy ", path);
  return read_audit_policy(text, path);
}

// A file that is only appended to, so that it may be rotated by copying and truncating.
class LogFile {
 public:
  LogFile(int descriptor, std::string path, std::ostream& complaints)
      : descriptor_(descriptor), path_(std::move(path)), complaints_(complaints) {}
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  ~LogFile() { ::close(descriptor_); }

  void write(std::string_view line) {
    bool written = true;
    while (written && !line.empty()) {
      const ssize_t count = ::write(descriptor_, line.data(), line.size());
      if (count > 0) line.remove_prefix(static_cast<std::size_t>(count));
      written = count > 0 || errno == EINTR;
    }
    if (!written && !failing_)
      complaints_ << file_error("the audit log loses lines: ", path_).message << std::endl;
    failing_ = !written;
  }

 private:
  const int descriptor_;
  const std::string path_;
  std::ostream& complaints_;
  bool failing_ = false;
};

}  // namespace

Result<AuditOptions> open_audit_log(const AuditLogOptions& options, std::ostream& out,
                                    std::ostream& complaints) {
  AuditOptions audit;
  if (options.path.empty()) {
    if (options.policy_file.empty()) return audit;
    return Error{ErrorCode::kInvalid,
                 "--audit-policy-file says what is logged: --audit-log-path must say where"};
  }
  auto policy = policy_of(options.policy_file);
  if (!policy.ok()) return policy.error();
  audit.policy = std::move(policy).value();
  if (options.path == "-") {
    audit.sink = [&out](std::string_view line) { out << line << std::flush; };
    return audit;
  }
  const int descriptor =
      ::open(options.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return file_error("cannot write the audit log ", options.path);
  audit.sink = [file = std::make_shared<LogFile>(descriptor, options.path, complaints)](
                   std::string_view line) { file->write(line); };
  return audit;
}

}  // namespace podium::live
