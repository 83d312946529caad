// A simulated container as commands inside it see it: environment, processes, files. What commands write
// stays until the container is removed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/world/container.h"

namespace podium::sim {

using ContainerFiles = std::map<std::string, std::string>;  // by absolute path; directories end with '/'

// What commands wrote over the files of the image.
struct WrittenFiles {
  ContainerFiles files;
  std::set<std::string> touched;  // all paths that were ever written or removed
  std::function<void()> changed;  // told of each change
};

struct ContainerView {
  std::string hostname;
  std::string working_dir;
  std::string main_command;  // of process 1
  std::string own_command;   // of its own main process, if it sees another container's as process 1
  TimePoint started{};
  std::vector<std::pair<std::string, std::string>> env;
  ContainerFiles files;                   // of the image
  std::shared_ptr<WrittenFiles> written;  // by commands, over those

  bool is_directory(const std::string& path) const;
  // The content; none: no such file.
  std::optional<std::string> read(const std::string& path) const;
  // Names in a directory, sorted.
  std::vector<std::string> list(const std::string& directory) const;
  // Why that cannot be written; empty: it is. The parent directory must be there.
  std::string write(const std::string& path, std::string content) const;
  std::string make_directory(const std::string& path) const;
  // False: no such file was written.
  bool remove(const std::string& path) const;

 private:
  void changed(const std::string& path) const;
};

// What a command that begins now sees. `target`: the container whose processes it sees; null: its own.
ContainerView view_of(const ContainerRecord& container, const ContainerRecord* target,
                      const std::string& hostname, bool tty, std::shared_ptr<WrittenFiles> written);
// Is its main process a shell that reads what is attached to it?
bool runs_shell(const ContainerShape& shape);
// Does an image of that name run a shell, or what it is told?
bool starts_shell(const std::string& image);

// `path` from `directory` on, without "." and "..".
std::string absolute_path(const std::string& directory, const std::string& path);

}  // namespace podium::sim
