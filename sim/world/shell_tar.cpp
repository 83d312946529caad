// tar: packs files onto stdout, and unpacks from stdin: so kubectl cp fetches and brings them.
#include <algorithm>
#include <charconv>
#include <cstdio>

#include "sim/world/shell_commands.h"

namespace podium::sim {
namespace {

constexpr std::size_t kBlock = 512;

std::string octal(std::uint64_t number, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*llo", digits, static_cast<unsigned long long>(number));
  return text;
}

// A header block of the format "ustar" (POSIX.1-1988), and the content in whole blocks.
std::string member(const std::string& name, const std::string& content, TimePoint written) {
  std::string header(kBlock, '\0');
  const auto put = [&header](std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
  };
  put(0, std::string_view(name).substr(0, 100));
  put(100, octal(0644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(content.size(), 11));
  put(136, octal(static_cast<std::uint64_t>(seconds(written.time_since_epoch())), 11));
  put(148, "        ");  // the checksum counts as blanks in itself
  put(156, "0");
  put(257, std::string_view("ustar\00000", 8));
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, octal(sum, 6) + '\0' + ' ');
  std::string blocks = header + content;
  blocks.resize((blocks.size() + kBlock - 1) / kBlock * kBlock);
  return blocks;
}

int create(CommandCall& call, std::size_t first) {
  if (first >= call.words.size()) {
    call.err = "tar: Cowardly refusing to create an empty archive\n";
    return 2;
  }
  int code = 0;
  for (std::size_t i = first; i < call.words.size(); ++i) {
    const std::string& path = call.words[i];
    const auto content = call.view.read(absolute_path(call.directory, path));
    if (!content) {
      call.err += "tar: " + path + ": Cannot stat: No such file or directory\n";
      code = 2;
      continue;
    }
    if (path.starts_with('/')) call.err += "tar: Removing leading `/' from member names\n";
    call.out += member(path.substr(path.find_first_not_of('/')), *content, call.view.started);
  }
  call.out.append(2 * kBlock, '\0');
  if (code != 0) call.err += "tar: Exiting with failure status due to previous errors\n";
  return code;
}

std::string directory_option(const CommandCall& call) {
  const auto option = std::find(call.words.begin(), call.words.end(), "-C");
  const bool given = option != call.words.end() && option + 1 != call.words.end();
  return given ? absolute_path(call.directory, option[1]) : call.directory;
}

// A text that ends at a NUL or with its field.
std::string_view field(std::string_view header, std::size_t at, std::size_t size) {
  const std::string_view text = header.substr(at, size);
  return text.substr(0, text.find('\0'));
}

// Why not; empty: it is unpacked. Members that are neither file nor directory are passed over.
std::string unpack(const CommandCall& call, std::string_view header, std::string_view content) {
  const std::string path = absolute_path(directory_option(call), "./" + std::string(field(header, 0, 100)));
  const char type = header[156];
  if (type == '5') return make_directories(call.view, path, true);
  if (type != '0' && type != '\0') return {};
  const std::string wrong = make_directories(call.view, path.substr(0, path.rfind('/')), true);
  return wrong.empty() ? call.view.write(path, std::string(content)) : wrong;
}

int extract(CommandCall& call) {
  const std::string_view archive = call.input;
  int code = 0;
  for (std::size_t at = 0; at + kBlock <= archive.size() && archive[at] != '\0';) {
    const std::string_view header = archive.substr(at, kBlock);
    const std::string_view digits = field(header, 124, 11);
    std::size_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size, 8);
    at += kBlock;
    const std::string wrong = unpack(call, header, archive.substr(std::min(at, archive.size()), size));
    at += (size + kBlock - 1) / kBlock * kBlock;
    if (wrong.empty()) continue;
    call.err += "tar: " + std::string(field(header, 0, 100)) + ": Cannot open: " + wrong + "\n";
    code = 2;
  }
  if (code != 0) call.err += "tar: Exiting with failure status due to previous errors\n";
  return code;
}

}  // namespace

int tar_command(CommandCall& call) {
  std::string mode = call.words.size() > 1 ? call.words[1] : "";
  mode.erase(0, mode.find_first_not_of('-'));
  if (mode.find('c') != std::string::npos) return create(call, mode.find('f') != std::string::npos ? 3 : 2);
  if (mode.find('x') != std::string::npos) return extract(call);
  call.err = "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n";
  return 2;
}

}  // namespace podium::sim
