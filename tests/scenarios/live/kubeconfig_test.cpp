#include "scenarios/live/kubeconfig.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/temporary_folder.h"

using namespace podium;
using namespace podium::live;

namespace {

using Folder = podium::testing::TemporaryFolder;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a kubeconfig names the server, is for its owner only, and goes with its object") {
  const Folder folder;
  const std::string path = folder.file("config");
  {
    const auto file = KubeconfigFile::write(path, {"http://127.0.0.1:8001", {}});
    REQUIRE(file.ok());
    struct stat info {};
    REQUIRE(stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(read_kubeconfig(path).value().url == "http://127.0.0.1:8001");
  }
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a kubeconfig of somebody else is left alone") {
  const Folder folder;
  const std::string path = folder.file("config");
  std::ofstream(path) << "apiVersion: v1\n";
  const auto file = KubeconfigFile::write(path, {"http://127.0.0.1:8001", {}});
  REQUIRE_FALSE(file.ok());
  CHECK(file.error().code == ErrorCode::kExists);
  CHECK(text_of(path) == "apiVersion: v1\n");
  CHECK(read_kubeconfig(path).error().code == ErrorCode::kInvalid);
}

TEST_CASE("a kubeconfig that a crashed run left is replaced; one that another run wrote since stays") {
  const Folder folder;
  const std::string path = folder.file("config");
  std::ofstream(path) << kubeconfig_text({"http://127.0.0.1:1", {}});
  {
    const auto first = KubeconfigFile::write(path, {"http://127.0.0.1:2", {}});
    REQUIRE(first.ok());
    CHECK(read_kubeconfig(path).value().url == "http://127.0.0.1:2");
    std::ofstream(path) << kubeconfig_text({"http://127.0.0.1:3", {}});
  }
  CHECK(read_kubeconfig(path).value().url == "http://127.0.0.1:3");
}

TEST_CASE("renewed credentials are written into the kubeconfig, unless somebody has changed it") {
  const Folder folder;
  const std::string path = folder.file("config");
  auto file = KubeconfigFile::write(path, {"https://127.0.0.1:1", {.certificate = "a\n", .key = "b\n"}});
  REQUIRE(file.value().renew({.certificate = "c\n", .key = "d\n"}).ok());
  CHECK(read_kubeconfig(path).value().url == "https://127.0.0.1:1");
  CHECK(read_kubeconfig(path).value().credentials.certificate == "c\n");
  std::ofstream(path, std::ios::app) << "# mine\n";
  CHECK(file.value().renew({.certificate = "e\n", .key = "f\n"}).error().code == ErrorCode::kExists);
  CHECK(read_kubeconfig(path).value().credentials.certificate == "c\n");
}

TEST_CASE("a kubeconfig that cannot be written, or is not there, is an error that names it") {
  const auto file = KubeconfigFile::write("/nowhere/config", {"http://127.0.0.1:1", {}});
  REQUIRE_FALSE(file.ok());
  CHECK(file.error().message.find("/nowhere/config") != std::string::npos);
  CHECK(read_kubeconfig("/nowhere/config").error().code == ErrorCode::kNotFound);
}

TEST_CASE("credentials are in the kubeconfig as kubectl has them, and are read again") {
  const Folder folder;
  const std::string path = folder.file("config");
  const http::ClientCredentials credentials{
      .authority = "a\n", .certificate = "bb\n", .key = "ccc\n", .token = {}};
  const auto file = KubeconfigFile::write(path, {"https://127.0.0.1:1", credentials});
  REQUIRE(file.ok());
  CHECK(text_of(path).find("    certificate-authority-data: YQo=\n") != std::string::npos);
  const ServerAccess access = read_kubeconfig(path).value();
  CHECK(access.url == "https://127.0.0.1:1");
  CHECK(access.credentials.authority == credentials.authority);
  CHECK(access.credentials.certificate == credentials.certificate);
  CHECK(access.credentials.key == credentials.key);
}
