#include "sim/world/container_view.h"

#include <set>
#include <utility>

#include "sim/world/shell_commands.h"

namespace podium::sim {
namespace {

constexpr const char* kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

// "registry/team/web:1" is "web".
std::string name_of(const std::string& image) {
  std::string name = image.substr(image.rfind('/') + 1);
  name.resize(std::min(name.find_first_of(":@"), name.size()));
  return name;
}

// An image runs what it is called, unless the container says what it runs.
std::string program_of(const ContainerShape& shape) {
  std::string text;
  for (const auto* words : {&shape.command, &shape.args}) {
    for (const std::string& word : *words) text += (text.empty() ? "" : " ") + word;
  }
  if (!shape.command.empty()) return text;
  const std::string name = name_of(shape.image);
  return text.empty() ? name : name + " " + text;
}

// Arguments as /proc has them.
std::string with_nuls(std::string command) {
  for (char& c : command) {
    if (c == ' ') c = '\0';
  }
  return command + '\0';
}

std::string hosts(const ContainerView& view, const std::string& address) {
  return "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost "
         "ip6-loopback\n" +
         address + "\t" + view.hostname + "\n";
}

void add_files(ContainerView& view, const std::string& address) {
  for (const char* directory : {"/", "/bin/", "/etc/", "/proc/", "/proc/1/", "/root/", "/tmp/"})
    view.files[directory];
  for (const std::string& name : command_names()) view.files["/bin/" + name] = "";
  view.files["/etc/hostname"] = view.hostname + "\n";
  view.files["/etc/hosts"] = hosts(view, address);
  view.files["/etc/os-release"] = "NAME=\"Podium Linux\"\nID=podium\n";
  view.files["/proc/1/cmdline"] = with_nuls(view.main_command);
  std::string environment;
  for (const auto& [name, value] : view.env) environment += name + "=" + value + '\0';
  view.files["/proc/1/environ"] = environment;
}

// A mounted file, with the directories on its way; a path that ends with '/' is a directory.
void mount(ContainerView& view, const std::string& path, const std::string& content) {
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1))
    view.files[path.substr(0, at + 1)];
  if (!path.ends_with('/')) view.files[path] = content;
}

}  // namespace

bool ContainerView::is_directory(const std::string& path) const {
  const std::string name = path.ends_with('/') ? path : path + "/";
  return files.contains(name) || written->files.contains(name);
}

std::optional<std::string> ContainerView::read(const std::string& path) const {
  if (path.ends_with('/')) return std::nullopt;
  for (const ContainerFiles* layer : {&std::as_const(written->files), &std::as_const(files)}) {
    if (const auto found = layer->find(path); found != layer->end()) return found->second;
  }
  return std::nullopt;
}

std::vector<std::string> ContainerView::list(const std::string& directory) const {
  const std::string prefix = directory.ends_with('/') ? directory : directory + "/";
  std::set<std::string> names;
  for (const ContainerFiles* layer : {&std::as_const(written->files), &std::as_const(files)}) {
    for (auto it = layer->upper_bound(prefix); it != layer->end() && it->first.starts_with(prefix); ++it) {
      std::string name = it->first.substr(prefix.size());
      if (name.ends_with('/')) name.pop_back();
      if (name.find('/') == std::string::npos) names.insert(std::move(name));
    }
  }
  return {names.begin(), names.end()};
}

std::string ContainerView::write(const std::string& path, std::string content) const {
  if (is_directory(path)) return "Is a directory";
  if (!is_directory(path.substr(0, path.rfind('/') + 1))) return "No such file or directory";
  if (path.starts_with("/proc/")) return "Permission denied";
  written->files[path] = std::move(content);
  changed(path);
  return {};
}

std::string ContainerView::make_directory(const std::string& path) const {
  if (is_directory(path) || read(path)) return "File exists";
  if (!is_directory(path.substr(0, path.rfind('/') + 1))) return "No such file or directory";
  if (path.starts_with("/proc/")) return "Permission denied";
  written->files.emplace(path + "/", "");
  changed(path);
  return {};
}

bool ContainerView::remove(const std::string& path) const {
  const bool removed = written->files.erase(path) > 0;
  if (removed) changed(path);
  return removed;
}

void ContainerView::changed(const std::string& path) const {
  written->touched.insert(path);
  if (written->changed) written->changed();
}

ContainerView view_of(const ContainerRecord& container, const ContainerRecord* target,
                      const std::string& hostname, bool tty, std::shared_ptr<WrittenFiles> written) {
  const ContainerShape& shape = *container.shape;
  ContainerView view;
  view.written = std::move(written);
  view.hostname = hostname;
  view.working_dir = shape.working_dir.empty() ? "/" : shape.working_dir;
  view.main_command = program_of(target == nullptr ? shape : *target->shape);
  if (target != nullptr) view.own_command = program_of(shape);
  view.started = container.started;
  view.env = {{"PATH", kPath}, {"HOSTNAME", hostname}};
  if (tty) view.env.emplace_back("TERM", "xterm");
  for (const auto& variable : shape.env) view.env.push_back(variable);
  view.env.emplace_back("HOME", "/root");
  add_files(view, to_string(container.sandbox->address));
  for (const auto& [path, content] : shape.files) mount(view, path, content);
  view.files[view.working_dir.ends_with('/') ? view.working_dir : view.working_dir + "/"];
  return view;
}

bool runs_shell(const ContainerShape& shape) {
  if (!shape.interactive) return false;
  if (shape.command.empty() && shape.args.empty()) return starts_shell(shape.image);
  if (shape.command.size() + shape.args.size() != 1) return false;
  const std::string& word = shape.command.empty() ? shape.args.front() : shape.command.front();
  return word == "sh" || word == "bash" || word == "/bin/sh" || word == "/bin/bash";
}

bool starts_shell(const std::string& image) {
  const std::string name = name_of(image);
  for (const char* one : {"busybox", "alpine", "ubuntu", "debian", "bash", "fedora", "netshoot"}) {
    if (name == one) return true;
  }
  return false;
}

std::string absolute_path(const std::string& directory, const std::string& path) {
  const std::string whole = path.starts_with('/') ? path : directory + "/" + path;
  std::string result;
  for (std::size_t at = 0; at < whole.size();) {
    const std::size_t end = std::min(whole.find('/', at), whole.size());
    const std::string part = whole.substr(at, end - at);
    if (part == "..")
      result.resize(result.empty() ? 0 : result.rfind('/'));
    else if (!part.empty() && part != ".")
      result += "/" + part;
    at = end + 1;
  }
  return result.empty() ? "/" : result;
}

}  // namespace podium::sim
