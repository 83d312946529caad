#include "scenarios/live/store_spec.h"

#include <string_view>
#include <utility>

#include "runtime/etcd/etcd_store.h"
#include "runtime/real/real_executor.h"
#include "runtime/sqlite/sqlite_store.h"

namespace podium::live {
namespace {

constexpr std::string_view kSqlite = "sqlite:", kEtcd = "etcd:";

Error wrong(const StoreSpec& spec, const std::string& why) {
  return {ErrorCode::kInvalid,
          "store " + spec.text + ": " + why + "; expected sqlite:FILE or etcd:http://HOST:2379[,...]"};
}

Result<std::vector<std::string>> read_endpoints(const StoreSpec& spec) {
  std::vector<std::string> endpoints;
  std::string_view rest = std::string_view(spec.text).substr(kEtcd.size());
  while (true) {
    const std::size_t comma = rest.find(',');
    std::string endpoint(rest.substr(0, comma));
    while (endpoint.ends_with('/')) endpoint.pop_back();
    const bool url = endpoint.starts_with("http://") || endpoint.starts_with("https://");
    if (!url) return wrong(spec, "\"" + endpoint + "\" is no http:// or https:// address");
    endpoints.push_back(std::move(endpoint));
    if (comma == std::string_view::npos) return endpoints;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

Result<std::unique_ptr<DurableStore>> open_store(const StoreSpec& spec, RealExecutor& executor) {
  PostFromThread post = [&executor](Task task) { executor.post_from_thread(std::move(task)); };
  if (spec.text.starts_with(kSqlite)) {
    const std::string path = spec.text.substr(kSqlite.size());
    if (path.empty()) return wrong(spec, "it names no file");
    auto opened = SqliteStore::open(path, executor, std::move(post));
    if (!opened.ok()) return opened.error();
    return std::unique_ptr<DurableStore>(std::move(opened).value());
  }
  if (!spec.text.starts_with(kEtcd)) return wrong(spec, "it is of no kind that Podium knows");
  if (spec.etcd_prefix.empty()) return wrong(spec, "the prefix of its keys is empty");
  auto endpoints = read_endpoints(spec);
  if (!endpoints.ok()) return endpoints.error();
  EtcdStoreOptions options;
  options.endpoints = std::move(endpoints).value();
  options.prefix = spec.etcd_prefix;
  options.tls = spec.etcd_tls;
  return std::unique_ptr<DurableStore>(std::make_unique<EtcdStore>(std::move(options), std::move(post)));
}

}  // namespace podium::live
