#include "control-plane/codec/yaml.h"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "control-plane/codec/yaml_scalar.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kMaxAliasNodes = 200'000;  // values that aliases may add to one document

std::size_t count_nodes(const json& value) {
  std::size_t nodes = 1;
  if (value.is_structured()) {
    for (const json& item : value) nodes += count_nodes(item);
  }
  return nodes;
}

std::string escaped(const std::string& key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

struct Trouble {
  int line;
  std::string what;
};

// Builds one document's tree from the parser's events.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(YamlDocument& document) : document_(document) {}

  bool empty() const { return !started_; }

  void OnDocumentStart(const YAML::Mark& mark) override { document_.first_line = mark.line + 1; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, nullptr, anchor); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Trouble{mark.line + 1, "the alias names an anchor that is not complete yet"};
    alias_nodes_ += count_nodes(found->second);
    if (alias_nodes_ > kMaxAliasNodes) throw Trouble{mark.line + 1, "aliases expand to too many values"};
    add(mark, found->second, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) override {
    const bool plain = tag == "?" || tag.empty();
    const bool as_number = tag == "tag:yaml.org,2002:int" || tag == "tag:yaml.org,2002:float" || tag == "tag:yaml.org,2002:bool";
    std::string error;
    json value = plain || as_number ? resolve_scalar(text, error) : json(text);
    if (!error.empty()) throw Trouble{mark.line + 1, error};
    add(mark, std::move(value), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, json::array(), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, json::object(), anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    json value;
    YAML::anchor_t anchor = 0;
    std::string pointer;
    std::string key;
    bool has_key = false;
    std::vector<json> merged;  // of "<<"
  };

  std::string child_pointer(const Frame& frame) const {
    if (frame.value.is_array()) return frame.pointer + "/" + std::to_string(frame.value.size());
    return frame.pointer + "/" + escaped(frame.key);
  }

  void open(const YAML::Mark& mark, json value, YAML::anchor_t anchor) {
    started_ = true;
    if (frames_.size() >= kMaxDepth) throw Trouble{mark.line + 1, "values are nested too deeply"};
    const bool as_key = !frames_.empty() && frames_.back().value.is_object() && !frames_.back().has_key;
    if (as_key) throw Trouble{mark.line + 1, "a mapping key must be a scalar"};
    Frame frame;
    frame.value = std::move(value);
    frame.anchor = anchor;
    frame.pointer = frames_.empty() ? "" : child_pointer(frames_.back());
    document_.lines[frame.pointer] = mark.line + 1;
    frames_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    for (const json& map : frame.merged) {
      for (const auto& [key, value] : map.items()) {
        if (!frame.value.contains(key)) frame.value[key] = value;
      }
    }
    if (frame.anchor != 0) anchors_[frame.anchor] = frame.value;
    put(std::move(frame.value));
  }

  void add(const YAML::Mark& mark, json value, YAML::anchor_t anchor) {
    started_ = true;
    if (anchor != 0) anchors_[anchor] = value;
    if (!frames_.empty() && frames_.back().value.is_object() && !frames_.back().has_key) return key(mark, value);
    if (!frames_.empty()) document_.lines[child_pointer(frames_.back())] = mark.line + 1;
    put(std::move(value));
  }

  void key(const YAML::Mark& mark, const json& value) {
    Frame& frame = frames_.back();
    if (value.is_null()) throw Trouble{mark.line + 1, "a mapping key must not be null"};
    if (value.is_structured()) throw Trouble{mark.line + 1, "a mapping key must be a scalar"};
    frame.key = value.is_string() ? value.get<std::string>() : value.dump();
    if (frame.value.contains(frame.key)) throw Trouble{mark.line + 1, "key \"" + frame.key + "\" is set twice"};
    frame.has_key = true;
    document_.lines[child_pointer(frame)] = mark.line + 1;
  }

  void put(json value) {
    if (frames_.empty()) {
      document_.json = std::move(value);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.value.is_array()) {
      frame.value.push_back(std::move(value));
      return;
    }
    frame.has_key = false;
    if (frame.key != "<<") {
      frame.value[frame.key] = std::move(value);
    } else if (value.is_array()) {
      for (json& map : value) frame.merged.push_back(std::move(map));
    } else {
      frame.merged.push_back(std::move(value));
    }
  }

  YamlDocument& document_;
  bool started_ = false;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, json> anchors_;
  std::size_t alias_nodes_ = 0;
};

bool plain_needs_quotes(const std::string& text) {
  std::string error;
  return !resolve_scalar(text, error).is_string() || !error.empty();
}

void emit(YAML::Emitter& out, const json& value) {
  if (value.is_object()) {
    out << YAML::BeginMap;
    for (const auto& [key, item] : value.items()) {
      out << YAML::Key << key << YAML::Value;
      emit(out, item);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    out << YAML::BeginSeq;
    for (const json& item : value) emit(out, item);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    if (text.find('\n') != std::string::npos) out << YAML::Literal << text;
    else if (plain_needs_quotes(text)) out << YAML::DoubleQuoted << text;
    else out << text;
  } else {
    out << value.dump();
  }
}

}  // namespace

int YamlDocument::line_of(const std::string& json_pointer) const {
  for (std::string pointer = json_pointer;;) {
    if (const auto found = lines.find(pointer); found != lines.end()) return found->second;
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string::npos) return first_line;
    pointer.resize(slash);
  }
}

YamlResult parse_yaml(const std::string& text, const std::string& file) {
  YamlResult result;
  std::istringstream stream(text);
  const auto fail = [&](int line, const std::string& what) {
    result.documents.clear();
    result.error = file + ":" + std::to_string(line) + ": " + what;
  };
  try {
    YAML::Parser parser(stream);
    for (int number = 1;; ++number) {
      YamlDocument document;
      document.file = file;
      document.number = number;
      Builder builder(document);
      if (!parser.HandleNextDocument(builder)) break;
      const bool nothing = builder.empty() || document.json.is_null();
      if (!nothing) result.documents.push_back(std::move(document));
    }
  } catch (const YAML::Exception& e) {
    fail(e.mark.line + 1, e.msg);
  } catch (const Trouble& trouble) {
    fail(trouble.line, trouble.what);
  }
  return result;
}

std::string parse_single_yaml(const std::string& text, json& out) {
  YamlResult result = parse_yaml(text, "yaml");
  if (!result.error.empty()) return result.error;
  if (result.documents.size() != 1) return "one document is expected, found " + std::to_string(result.documents.size());
  out = std::move(result.documents[0].json);
  return "";
}

std::string to_yaml(const json& value) {
  YAML::Emitter out;
  emit(out, value);
  return std::string(out.c_str()) + "\n";
}

}  // namespace podium
