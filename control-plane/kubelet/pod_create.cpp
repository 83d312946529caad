// How a container of the spec is made: with what it takes from ConfigMaps and Secrets, if it does.
#include <utility>

#include "control-plane/kubelet/environment.h"
#include "control-plane/kubelet/mounts.h"
#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/runtime_config.h"
#include "control-plane/kubelet/words.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/secret.h"
#include "control-plane/objects/kinds/service_account.h"

namespace podium::kubelet {

void PodWorker::create(std::size_t i) { read_sources(i, sources_of(spec(), i), {}); }

// One after the other, anew for each container: what was corrected meanwhile is seen.
void PodWorker::read_sources(std::size_t i, std::vector<SourceName> needed, Sources got) {
  if (needed.empty()) return configure(i, got);
  state_.busy = Busy::kCreate;
  ++calls_;
  const SourceName source = needed.back();
  needed.pop_back();
  const auto read = [this, i, source, needed = std::move(needed),
                     got = std::move(got)](const ApiResponse& r) {
    state_.busy = Busy::kNo;
    if (!state_.ending) source_read(i, source, needed, got, r);
    look();
    answered();
  };
  if (source.token_seconds > 0) return ask_for_token(source, read);
  const Key key{pod_->metadata.namespace_, source.name};
  s_.client.get(source.secret ? Secret::info() : ConfigMap::info(), key, read);
}

// Bound to the pod: it is worth nothing when that is gone. The file is not written anew while the container
// runs: the API server gives such tokens a year.
void PodWorker::ask_for_token(const SourceName& source, const ApiReply& reply) {
  auto wish = std::make_shared<TokenWish>();
  if (!source.name.empty()) wish->audiences = {source.name.str()};
  wish->seconds = source.token_seconds;
  wish->kind = "Pod";
  wish->version = "v1";
  wish->name = pod_->metadata.name.str();
  wish->uid = pod_->metadata.uid.str();
  auto request = std::make_unique<ApiRequest>();
  request->verb = Verb::kCreate;
  request->kind = &ServiceAccount::info();
  request->key = {pod_->metadata.namespace_, pod_->spec->service_account_name};
  request->subresource = "token";
  request->token = std::move(wish);
  s_.client.call(std::move(request), reply);
}

void PodWorker::source_read(std::size_t i, const SourceName& source, std::vector<SourceName> needed,
                            Sources got, const ApiResponse& read) {
  if (read.status.ok() && read.token)
    got[source] = {{"token", read.token->text}};
  else if (read.status.ok())
    got[source] = values_of(*read.object);
  else if (source.token_seconds > 0)
    return mount_failed(i, "MountVolume.SetUp failed for volume \"" + volume_with(spec(), source).str() +
                               "\" : failed to fetch token: " + read.status.message);
  else if (!read.status.not_found())
    return failed(i, words().create_config_error, {ErrorCode::kUnavailable, read.status.message});
  read_sources(i, std::move(needed), std::move(got));
}

void PodWorker::configure(std::size_t i, const Sources& sources) {
  const Share node{s_.options.cpu_milli, s_.options.memory - reserved_memory(s_.options), 0};
  const Downward downward{*pod_, state_, s_.host_ip, node};
  Result<MountedFiles> files = mounted_files(downward, sources, i);
  if (!files.ok()) return mount_failed(i, files.error().message);
  Result<Environment> environment = environment_of(downward, sources, i);
  if (!environment.ok()) return failed(i, words().create_config_error, environment.error());
  const ContainerRecord& r = record(i);
  ContainerConfig config = container_config(*pod_, state_, i, r.attempt + (r.exited() ? 1 : 0));
  config.oom_score_adj = oom_score_adj(*pod_, i, s_.options.memory);
  for (auto* texts : {&config.command, &config.args}) {
    for (std::string& text : *texts) text = expanded(text, environment.value());
  }
  config.env = std::move(environment.value());
  config.files = std::move(files.value());
  make(i, std::move(config));
}

// Without its volumes a container is not begun, which is not its own fault: it goes on waiting.
void PodWorker::mount_failed(std::size_t i, const std::string& message) {
  ContainerRecord& r = record(i);
  r.failed_at = s_.executor.now();
  r.retry_at = r.failed_at + s_.options.error_retry;
  warning("FailedMount", message);
}

void PodWorker::make(std::size_t i, ContainerConfig config) {
  if (state_.resize && !is_ephemeral(spec(), i)) {
    Resize& resize = state_.resize.edit();
    resize.actual[i] = resize.allocated[i];
  }
  state_.busy = Busy::kCreate;
  ++calls_;
  s_.runtime.create_container(std::move(config), [this, i](const Result<ContainerId>& result) {
    state_.busy = Busy::kNo;
    if (result.ok())
      created(i, result.value());
    else
      failed(i, words().create_error, result.error());
    look();
    answered();
  });
}

}  // namespace podium::kubelet
