#include "control-plane/codec/manifest.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/view.h"
#include "control-plane/codec/yaml.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;

std::string text_of(const json& tree, const char* name) {
  const auto found = tree.find(name);
  return found != tree.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// "spec.containers[0].name" as "/spec/containers/0/name".
std::string pointer_of(const std::string& field) {
  std::string pointer = "/";
  for (const char c : field) {
    if (c == '.' || c == '[')
      pointer += '/';
    else if (c != ']')
      pointer += c;
  }
  return pointer;
}

// The field that a problem names in quotes; empty if none.
std::string named_field(const std::string& problem) {
  const std::size_t open = problem.find('"'), close = problem.rfind('"');
  return open == std::string::npos || close == open ? std::string()
                                                    : problem.substr(open + 1, close - open - 1);
}

// A question mark for what is no name: YAML makes a boolean of `name: n`.
std::string name_of(const json& tree) {
  const json::json_pointer pointer("/metadata/name");
  const bool named = tree.contains(pointer) && tree[pointer].is_string();
  return named ? tree[pointer].get<std::string>() : "?";
}

class Collector {
 public:
  Collector(const YamlDocument& document, Manifests& manifests)
      : document_(document), manifests_(manifests) {}

  void take(const json& tree, const std::string& pointer) {
    if (!tree.is_object()) return wrong(pointer, "an object is expected, with apiVersion, kind and metadata");
    const std::string kind = text_of(tree, "kind"), version = text_of(tree, "apiVersion");
    if (kind.ends_with("List") && tree.contains("items")) return take_list(tree, pointer);
    if (kind.empty()) return wrong(pointer, "kind is missing: expected a kind such as Deployment");
    if (version.empty()) return wrong(pointer, "apiVersion is missing: expected a version such as apps/v1");
    const std::size_t slash = version.find('/');
    const std::string group = slash == std::string::npos ? "" : version.substr(0, slash);
    const std::string number = slash == std::string::npos ? version : version.substr(slash + 1);
    const View* view = find_view(group, number, kind);
    const KindInfo* info = view != nullptr ? &view->stored() : find_kind(group, number, kind);
    const schema::Resource* resource = schema::kubernetes().find_kind(group, number, kind);
    const std::string who = kind + " \"" + name_of(tree) + "\": ";
    if (info != nullptr && resource != nullptr)
      return keep(decode(*info, view, *resource->type, tree), who, pointer);
    MoreKinds::Read read;
    if (manifests_.kinds != nullptr) read = manifests_.kinds->read(group, number, kind, tree);
    if (!read.known) return unknown_kind(pointer, kind, version);
    keep(std::move(read), who, pointer);
  }

 private:
  void take_list(const json& tree, const std::string& pointer) {
    const json& items = tree["items"];
    if (!items.is_array()) return wrong(pointer + "/items", "items: expected a list");
    for (std::size_t i = 0; i < items.size(); ++i) take(items[i], pointer + "/items/" + std::to_string(i));
  }

  static MoreKinds::Read decode(const KindInfo& info, const View* view, const schema::Type& type,
                                const json& tree) {
    json known;
    schema::Decoding decoding = schema::decode_tree(type, tree, known);
    MoreKinds::Read read{true, std::move(decoding.error), std::move(decoding.problems), nullptr};
    if (!read.error.empty() || !read.problems.empty()) return read;
    if (view != nullptr) view->store(known);
    DecodedObject decoded = from_json(info, known);
    read.error = std::move(decoded.error);
    read.object = std::move(decoded.value);
    return read;
  }

  void keep(MoreKinds::Read read, const std::string& who, const std::string& pointer) {
    if (!read.error.empty()) return wrong(pointer, who + read.error);
    for (const std::string& problem : read.problems)
      wrong(pointer + pointer_of(named_field(problem)), who + problem);
    if (!read.problems.empty()) return;
    std::string fault;
    if (manifests_.kinds != nullptr) fault = manifests_.kinds->take(*read.object);
    if (!fault.empty()) return wrong(pointer, who + fault);
    manifests_.objects.push_back(std::move(read.object));
    manifests_.origins.push_back(place(pointer));
  }

  void unknown_kind(const std::string& pointer, const std::string& kind, const std::string& version) {
    std::string served;
    for (const KindInfo* info : all_kinds()) served += (served.empty() ? "" : ", ") + std::string(info->kind);
    wrong(pointer, "no matches for kind \"" + kind + "\" in version \"" + version + "\": expected one of: " +
                       served + ", or a kind that a CustomResourceDefinition before it defines");
  }

  std::string place(const std::string& pointer) const {
    return document_.file + ":" + std::to_string(document_.line_of(pointer));
  }

  void wrong(const std::string& pointer, const std::string& what) {
    if (!manifests_.error.empty()) manifests_.error += '\n';
    manifests_.error += place(pointer) + ": document " + std::to_string(document_.number) + ": " + what;
  }

  const YamlDocument& document_;
  Manifests& manifests_;
};

}  // namespace

Manifests read_manifests(const std::string& text, const std::string& file, std::shared_ptr<MoreKinds> kinds) {
  Manifests manifests;
  manifests.kinds = std::move(kinds);
  YamlResult parsed = parse_yaml(text, file);
  manifests.error = parsed.error;
  for (const YamlDocument& document : parsed.documents)
    Collector(document, manifests).take(document.json, "");
  return manifests;
}

}  // namespace podium
