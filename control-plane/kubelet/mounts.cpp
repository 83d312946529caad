#include "control-plane/kubelet/mounts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium::kubelet {
namespace {

using nlohmann::json;
using Files = std::map<std::string, std::string>;  // by path in the volume

Error wrong(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

// All keys of a source, or those that are named, under their paths.
Status add_source(const Sources& sources, const SourceName& source, const json& volume, Files& files) {
  const bool optional = volume.value("optional", false);
  const auto there = sources.find(source);
  if (there == sources.end()) return optional ? Status() : wrong(not_found_text(source));
  const Files& values = there->second;
  if (!volume.contains("items")) {
    files.insert(values.begin(), values.end());
    return {};
  }
  for (const json& item : volume.at("items")) {
    const std::string key = item.value("key", "");
    const auto found = values.find(key);
    if (found != values.end())
      files[item.value("path", key)] = found->second;
    else if (!optional)
      return wrong((source.secret ? "references non-existent secret key: "
                                  : "configmap references non-existent config key: ") +
                   key);
  }
  return {};
}

void add_downward(const Downward& of, const json& volume, Files& files) {
  for (const json& item : volume.value("items", json::array())) {
    std::optional<std::string> value;
    if (item.contains("fieldRef")) {
      value = field_value(of, item.at("fieldRef").value("fieldPath", ""));
    } else if (item.contains("resourceFieldRef")) {
      const json& reference = item.at("resourceFieldRef");
      const auto divisor = reference.find("divisor");
      const bool text = divisor != reference.end() && divisor->is_string();
      value = resource_value(of, reference.value("containerName", ""), reference.value("resource", ""),
                             text ? divisor->get<std::string>() : "");
    }
    if (value) files[item.value("path", "")] = *value;
  }
}

Status add_volume(const Downward& of, const Sources& sources, const json& volume, Files& files) {
  if (const auto map = volume.find("configMap"); map != volume.end())
    return add_source(sources, {false, Text(map->value("name", ""))}, *map, files);
  if (const auto secret = volume.find("secret"); secret != volume.end()) {
    const char* member = secret->contains("secretName") ? "secretName" : "name";
    return add_source(sources, {true, Text(secret->value(member, ""))}, *secret, files);
  }
  if (const auto token = volume.find("serviceAccountToken"); token != volume.end()) {
    const auto issued = sources.find(token_source(*token));
    if (issued != sources.end()) files[token->value("path", "token")] = issued->second.at("token");
  }
  if (const auto downward = volume.find("downwardAPI"); downward != volume.end())
    add_downward(of, *downward, files);
  if (const auto projected = volume.find("projected"); projected != volume.end()) {
    for (const json& source : projected->value("sources", json::array())) {
      if (Status status = add_volume(of, sources, source, files); !status.ok()) return status;
    }
  }
  return {};
}

const Volume* find_volume(const PodSpec& spec, const Text& name) {
  const auto found = std::find_if(spec.volumes.begin(), spec.volumes.end(),
                                  [&](const Volume& volume) { return volume.name == name; });
  return found == spec.volumes.end() ? nullptr : found;
}

// `subPath` picks one file, or the files below one directory.
void add_mount(const VolumeMount& mount, const Files& files, MountedFiles& mounted) {
  std::string at = mount.mount_path.str();
  while (at.ends_with('/')) at.pop_back();
  const std::string picked = mount.sub_path.str();
  if (picked.empty()) mounted.emplace_back(at + "/", "");
  for (const auto& [path, content] : files) {
    if (picked.empty())
      mounted.emplace_back(at + "/" + path, content);
    else if (path == picked)
      mounted.emplace_back(at, content);
    else if (path.starts_with(picked + "/"))
      mounted.emplace_back(at + path.substr(picked.size()), content);
  }
}

}  // namespace

Result<MountedFiles> mounted_files(const Downward& of, const Sources& sources, std::size_t i) {
  MountedFiles mounted;
  for (const VolumeMount& mount : container_at(*of.pod.spec, i).volume_mounts) {
    const Volume* volume = find_volume(*of.pod.spec, mount.name);
    if (volume == nullptr) continue;
    Files files;
    if (const Status status = add_volume(of, sources, volume->rest.json(), files); !status.ok()) {
      return wrong("MountVolume.SetUp failed for volume \"" + volume->name.str() +
                   "\" : " + status.error().message);
    }
    add_mount(mount, files, mounted);
  }
  std::sort(mounted.begin(), mounted.end());
  return mounted;
}

}  // namespace podium::kubelet
