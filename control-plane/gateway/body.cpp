#include "control-plane/gateway/body.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/view.h"
#include "control-plane/codec/yaml.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/custom/prune.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/protobuf.h"

namespace podium {
namespace {

using nlohmann::json;

enum class Format { kJson, kYaml, kProtobuf, kUnknown };

Format format_of(const HttpRequest& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  if (type.empty() || type == "application/json" || type == "*/*") return Format::kJson;
  if (type == "application/yaml" || type == "application/x-yaml" || type == "text/yaml") return Format::kYaml;
  if (type == "application/vnd.kubernetes.protobuf") return Format::kProtobuf;
  return Format::kUnknown;
}

ApiStatus unsupported_media_type() {
  ApiStatus status;
  status.code = 415;
  status.reason = "UnsupportedMediaType";
  status.message =
      "the body of the request was in an unknown format - accepted media types include: application/json, "
      "application/yaml, application/vnd.kubernetes.protobuf";
  return status;
}

std::string unrecognized(std::string_view kind, const std::string& why) {
  return "the object provided is unrecognized (must be of type " + std::string(kind) + "): " + why;
}

// The body as a tree of known fields.
schema::Decoding decode(const HttpRequest& request, Format format, const schema::Type& type, json& tree,
                        const json* custom = nullptr) {
  if (format == Format::kJson)
    return custom != nullptr ? custom::read_text(*custom, request.body, tree)
                             : schema::decode_text(type, request.body, tree);
  json raw;
  std::string wrong;
  if (format == Format::kProtobuf) {
    wrong = schema::decode_protobuf(schema::kubernetes(), request.body, raw);
  } else {
    wrong = parse_single_yaml(request.body, raw);
  }
  if (!wrong.empty()) return {wrong, true, {}};
  return custom != nullptr ? custom::read_tree(*custom, std::move(raw), tree)
                           : schema::decode_tree(type, std::move(raw), tree);
}

std::string text_at(const json& tree, const char* field) {
  const auto found = tree.find(field);
  return found != tree.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The kind named in the body must be the URL's; left out, it is taken from there.
std::string check_kind(json& tree, const schema::Resource& resource) {
  const std::string named = text_at(tree, "kind"), version = text_at(tree, "apiVersion");
  const std::string wanted = schema::api_version(resource.group, resource.version);
  if (named.empty()) tree["kind"] = resource.kind;
  if (version.empty()) tree["apiVersion"] = wanted;
  const bool same = (named.empty() || named == resource.kind) && (version.empty() || version == wanted);
  if (same) return "";
  return named + " in version \"" + version.substr(version.rfind('/') + 1) + "\" cannot be handled as a " +
         resource.kind + ": converting (" + version + "." + named + ") to (" + wanted + "." + resource.kind +
         "): unknown conversion";
}

ApiStatus check_url(ObjectMeta& metadata, const KindInfo& kind, const Key& url) {
  if (kind.namespaced && !url.namespace_.empty()) {
    if (metadata.namespace_.empty()) metadata.namespace_ = url.namespace_;
    if (!(metadata.namespace_ == url.namespace_)) {
      return bad_request(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }
  if (url.name.empty()) return {};
  if (metadata.name.empty()) metadata.name = url.name;
  if (metadata.name == url.name) return {};
  return bad_request("the name of the object (" + metadata.name.str() +
                     ") does not match the name on the URL (" + url.name.str() + ")");
}

Body failed(ApiStatus status) { return {std::move(status), nullptr, {}}; }

}  // namespace

Body read_object(const HttpRequest& request, const KindInfo& kind, const schema::Resource& resource,
                 const Key& url, const View* view) {
  const Format format = format_of(request);
  if (format == Format::kUnknown || (format == Format::kProtobuf && as_custom(kind) != nullptr))
    return failed(unsupported_media_type());
  json tree;
  const custom::Version* custom = custom::version_of(kind, view);
  schema::Decoding decoding =
      decode(request, format, *resource.type, tree, custom == nullptr ? nullptr : &custom->schema.json());
  if (decoding.malformed) {
    return failed(bad_request(
        unrecognized(kind.kind, "couldn't get version/kind; json parse error: " + decoding.error)));
  }
  if (!decoding.ok())
    return failed(bad_request(schema::cannot_handle(kind.kind, kind.version, decoding.error)));
  if (std::string wrong = check_kind(tree, resource); !wrong.empty())
    return failed(bad_request(std::move(wrong)));
  const std::string_view validation = request.parameter("fieldValidation");
  if (validation == "Strict" && !decoding.problems.empty()) {
    return failed(
        bad_request(schema::cannot_handle(kind.kind, kind.version, schema::strict_error(decoding.problems))));
  }
  if (view != nullptr) view->store(tree);
  auto decoded = from_json(kind, tree);
  if (!decoded.error.empty())
    return failed(bad_request(schema::cannot_handle(kind.kind, kind.version, decoded.error)));
  Body body{{}, std::move(decoded.value), {}};
  if (validation != "Ignore") body.warnings = std::move(decoding.problems);
  body.status = check_url(body.object->metadata, kind, url);
  return body;
}

namespace {

void take_options(const json& tree, DeleteOptions& options, bool& dry_run) {
  if (tree.contains("gracePeriodSeconds"))
    options.grace_period_seconds = tree["gracePeriodSeconds"].get<std::int64_t>();
  const std::string propagation = text_at(tree, "propagationPolicy");
  if (propagation == "Background") options.propagation = Propagation::kBackground;
  if (propagation == "Foreground") options.propagation = Propagation::kForeground;
  if (propagation == "Orphan") options.propagation = Propagation::kOrphan;
  if (const auto conditions = tree.find("preconditions"); conditions != tree.end()) {
    options.uid = text_at(*conditions, "uid");
    const std::string version = text_at(*conditions, "resourceVersion");
    std::from_chars(version.data(), version.data() + version.size(), options.resource_version);
  }
  if (const auto dry = tree.find("dryRun"); dry != tree.end() && !dry->empty()) dry_run = true;
}

}  // namespace

ApiStatus read_tree(const HttpRequest& request, const schema::Type& type, std::string_view name, json& tree) {
  tree = json::object();
  if (request.body.empty()) return {};
  const Format format = format_of(request);
  if (format == Format::kUnknown) return unsupported_media_type();
  const schema::Decoding decoding = decode(request, format, type, tree);
  return decoding.ok() ? ApiStatus() : bad_request(unrecognized(name, decoding.error));
}

ApiStatus read_delete_options(const HttpRequest& request, DeleteOptions& options, bool& dry_run) {
  json tree;
  const schema::Type& type = *schema::kubernetes().find_type("", "v1", "DeleteOptions");
  if (ApiStatus status = read_tree(request, type, "DeleteOptions", tree); !status.ok()) return status;
  // The query counts where the body says nothing, and for the grace period before it.
  if (const std::string_view grace = request.parameter("gracePeriodSeconds"); !grace.empty()) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(grace.data(), grace.data() + grace.size(), seconds);
    if (error != std::errc() || end != grace.data() + grace.size()) {
      return bad_request("strconv.ParseInt: parsing \"" + std::string(grace) + "\": invalid syntax");
    }
    tree["gracePeriodSeconds"] = seconds;
  }
  const std::string_view propagation = request.parameter("propagationPolicy");
  if (!propagation.empty() && text_at(tree, "propagationPolicy").empty())
    tree["propagationPolicy"] = propagation;
  dry_run = request.parameter("dryRun") == "All";
  take_options(tree, options, dry_run);
  return {};
}

ApiStatus read_eviction(const HttpRequest& request, const Key& pod, DeleteOptions& options, bool& dry_run) {
  json tree;
  const schema::Type& type = *schema::kubernetes().find_type("policy", "v1", "Eviction");
  if (ApiStatus status = read_tree(request, type, "Eviction", tree); !status.ok()) return status;
  const std::string name = text_at(tree.value("metadata", json::object()), "name");
  if (!name.empty() && !(pod.name == name))
    return bad_request("name in URL does not match name in Eviction object");
  dry_run = request.parameter("dryRun") == "All";
  take_options(tree.value("deleteOptions", json::object()), options, dry_run);
  return {};
}

}  // namespace podium
