#include "control-plane/kubelet/environment.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium::kubelet {
namespace {

using nlohmann::json;

Error wrong(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

const std::string* find(const Environment& environment, std::string_view name) {
  const auto found = std::find_if(environment.rbegin(), environment.rend(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == environment.rend() ? nullptr : &found->second;
}

// One container's variables on their way.
class Maker {
 public:
  Maker(const Downward& of, const Sources& sources, const Container& container)
      : of_(of), sources_(sources), container_(container) {}

  Result<Environment> make() {
    if (Status from = whole_sources(); !from.ok()) return from.error();
    for (const EnvVar& variable : container_.env) {
      if (variable.value_from) {
        if (Status status = refer(variable.name.str(), variable.value_from.json()); !status.ok())
          return status.error();
      } else {
        set(variable.name.str(), expanded(variable.value.str(), known()));
      }
    }
    for (const auto& entry : from_) {
      if (find(own_, entry.first) == nullptr) own_.push_back(entry);
    }
    return std::move(own_);
  }

 private:
  Status whole_sources() {
    if (!container_.env_from) return {};
    for (const json& entry : container_.env_from.json()) {
      const bool secret = entry.contains("secretRef");
      const char* member = secret ? "secretRef" : "configMapRef";
      if (!entry.contains(member)) continue;
      const json& reference = entry.at(member);
      const SourceName source{secret, Text(reference.value("name", ""))};
      const auto found = sources_.find(source);
      if (found == sources_.end()) {
        if (!reference.value("optional", false)) return wrong(not_found_text(source));
        continue;
      }
      const std::string prefix = entry.value("prefix", "");
      for (const auto& [key, value] : found->second) from_.emplace_back(prefix + key, value);
    }
    return {};
  }

  Status refer(const std::string& name, const json& from) {
    if (from.contains("fieldRef")) {
      const std::string path = from.at("fieldRef").value("fieldPath", "");
      const auto value = field_value(of_, path);
      if (!value) return wrong("unsupported fieldPath: " + path);
      set(name, *value);
    } else if (from.contains("resourceFieldRef")) {
      const json& reference = from.at("resourceFieldRef");
      const std::string container = reference.value("containerName", container_.name.str());
      const auto value = resource_value(of_, container, reference.value("resource", ""), divisor(reference));
      if (!value) return wrong("container " + container + " not found");
      set(name, *value);
    } else if (from.contains("configMapKeyRef")) {
      return take_key(name, false, from.at("configMapKeyRef"));
    } else if (from.contains("secretKeyRef")) {
      return take_key(name, true, from.at("secretKeyRef"));
    }
    return {};
  }

  static std::string divisor(const json& reference) {
    const auto found = reference.find("divisor");
    if (found == reference.end()) return "";
    return found->is_string() ? found->get<std::string>() : found->dump();
  }

  Status take_key(const std::string& name, bool secret, const json& reference) {
    const SourceName source{secret, Text(reference.value("name", ""))};
    const bool optional = reference.value("optional", false);
    const auto found = sources_.find(source);
    if (found == sources_.end()) return optional ? Status() : wrong(not_found_text(source));
    const std::string key = reference.value("key", "");
    const auto value = found->second.find(key);
    if (value != found->second.end()) set(name, value->second);
    if (value != found->second.end() || optional) return {};
    return wrong("couldn't find key " + key + (secret ? " in Secret " : " in ConfigMap ") +
                 of_.pod.metadata.namespace_.str() + "/" + source.name.str());
  }

  // What a variable may refer to: those before it, and of sources all.
  Environment known() const {
    Environment all = from_;
    all.insert(all.end(), own_.begin(), own_.end());
    return all;
  }

  void set(const std::string& name, std::string value) {
    std::erase_if(own_, [&](const auto& entry) { return entry.first == name; });
    own_.emplace_back(name, std::move(value));
  }

  const Downward& of_;
  const Sources& sources_;
  const Container& container_;
  Environment from_, own_;
};

}  // namespace

std::string expanded(const std::string& text, const Environment& environment) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dollar = std::min(text.find('$', at), text.size());
    result.append(text, at, dollar - at);
    at = dollar;
    if (at == text.size()) break;
    if (text.compare(at, 2, "$$") == 0) {
      result += '$';
      at += 2;
      continue;
    }
    const std::size_t end = text.compare(at, 2, "$(") == 0 ? text.find(')', at) : std::string::npos;
    const std::string* value = end == std::string::npos
                                   ? nullptr
                                   : find(environment, std::string_view(text).substr(at + 2, end - at - 2));
    if (value == nullptr) {
      result += text[at++];
      continue;
    }
    result += *value;
    at = end + 1;
  }
  return result;
}

Result<Environment> environment_of(const Downward& of, const Sources& sources, std::size_t i) {
  return Maker(of, sources, container_at(*of.pod.spec, i)).make();
}

}  // namespace podium::kubelet
