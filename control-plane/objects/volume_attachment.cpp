#include "control-plane/objects/volume_attachment.h"

#include <nlohmann/json.hpp>

#include "control-plane/objects/generic.h"

namespace podium {

namespace {

using nlohmann::json;

const json& body_of(const Object& attachment) { return static_cast<const Generic&>(attachment).body.json(); }

Text text_at(const Object& attachment, const char* place) {
  const json& body = body_of(attachment);
  const json::json_pointer at(place);
  return body.is_object() && body.contains(at) && body.at(at).is_string()
             ? Text(body.at(at).get<std::string>())
             : Text();
}

}  // namespace

const KindInfo& attachment_kind() { return *find_kind("storage.k8s.io", "v1", "VolumeAttachment"); }

bool needs_attaching(const PersistentVolume& volume) {
  const json& source = volume.spec.value().rest.json();
  return source.is_object() && source.contains("csi");
}

// As drivers' attachers name theirs, but by a plainer hash (FNV-1a).
Text attachment_name(const Text& volume, const Text& node) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char letter : volume.str() + "/" + node.str()) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
  }
  std::string digits;
  for (int i = 60; i >= 0; i -= 4) digits += "0123456789abcdef"[hash >> i & 15];
  return "csi-" + digits;
}

Ref<Object> new_attachment(const PersistentVolume& volume, const Text& node) {
  Ref<Generic> attachment = make_ref<Generic>(attachment_kind());
  attachment->metadata.name = attachment_name(volume.metadata.name, node);
  json body;
  body["spec"]["attacher"] = volume.spec.value().rest.json().at("csi").value("driver", "");
  body["spec"]["nodeName"] = node.str();
  body["spec"]["source"]["persistentVolumeName"] = volume.metadata.name.str();
  body["status"]["attached"] = false;
  attachment->body = Tree(std::move(body));
  return attachment;
}

Text volume_at(const Object& attachment) { return text_at(attachment, "/spec/source/persistentVolumeName"); }
Text node_at(const Object& attachment) { return text_at(attachment, "/spec/nodeName"); }

bool is_attached(const Object& attachment) {
  const json& body = body_of(attachment);
  const json::json_pointer at("/status/attached");
  return body.is_object() && body.contains(at) && body.at(at) == true;
}

Ref<Object> attached(const Object& attachment) {
  const Ref<Generic> done = copy(static_cast<const Generic&>(attachment));
  json body = done->body.json();
  body["status"]["attached"] = true;
  done->body = Tree(std::move(body));
  return done;
}

}  // namespace podium
