#include "control-plane/codec/yaml.h"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
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
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

// Is the quoted scalar that begins at `at` (behind its anchor and tag) still open at the end of the text? The
// parser takes such a text for closed, so that a forgotten quote would swallow the rest of a file.
bool never_closed(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    at = text.find_first_not_of(" \t\r\n", std::min(text.find_first_of(" \t\r\n", at), text.size()));
  }
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return false;
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    const bool doubled = quote == '\'' && text.substr(i, 2) == "''";
    if (doubled || (quote == '"' && text[i] == '\\'))
      ++i;
    else if (text[i] == quote)
      return false;
  }
  return true;
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
  // Where the last scalar began that is not a plain one.
  const YAML::Mark& last_quoted() const { return last_quoted_; }

  // Where the document began.
  const YAML::Mark& start() const { return start_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    start_ = mark;
    document_.first_line = mark.line + 1;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, nullptr, anchor); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Trouble{mark.line + 1, "the alias names an anchor that is not complete yet"};
    alias_nodes_ += count_nodes(found->second);
    if (alias_nodes_ > kMaxAliasNodes) throw Trouble{mark.line + 1, "aliases expand to too many values"};
    add(mark, found->second, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    const bool plain = tag == "?" || tag.empty();
    if (!plain) last_quoted_ = mark;
    const bool as_number =
        tag == "tag:yaml.org,2002:int" || tag == "tag:yaml.org,2002:float" || tag == "tag:yaml.org,2002:bool";
    std::string error;
    json value = plain || as_number ? resolve_scalar(text, error) : json(text);
    if (!error.empty()) throw Trouble{mark.line + 1, error};
    add(mark, std::move(value), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, json::array(), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
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
    if (!frames_.empty() && frames_.back().value.is_object() && !frames_.back().has_key)
      return key(mark, value);
    if (!frames_.empty()) document_.lines[child_pointer(frames_.back())] = mark.line + 1;
    put(std::move(value));
  }

  void key(const YAML::Mark& mark, const json& value) {
    Frame& frame = frames_.back();
    if (value.is_null()) throw Trouble{mark.line + 1, "a mapping key must not be null"};
    if (value.is_structured()) throw Trouble{mark.line + 1, "a mapping key must be a scalar"};
    frame.key = value.is_string() ? value.get<std::string>() : value.dump();
    if (frame.value.contains(frame.key))
      throw Trouble{mark.line + 1, "key \"" + frame.key + "\" is set twice"};
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
      for (json& map : value) merge(frame, std::move(map));
    } else {
      merge(frame, std::move(value));
    }
  }

  void merge(Frame& frame, json map) {
    if (!map.is_object())
      throw Trouble{document_.line_of(child_pointer(frame)), "<< takes a mapping or a list of mappings"};
    frame.merged.push_back(std::move(map));
  }

  YamlDocument& document_;
  bool started_ = false;
  YAML::Mark start_ = YAML::Mark::null_mark(), last_quoted_ = YAML::Mark::null_mark();
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, json> anchors_;
  std::size_t alias_nodes_ = 0;
};

bool plain_needs_quotes(const std::string& text) {
  std::string error;
  return !resolve_scalar(text, error).is_string() || !error.empty();
}

// A block is read back as it was only if it ends in one line feed and no line begins with a space.
bool fits_block(const std::string& text) {
  if (text.size() < 2 || text.back() != '\n' || text[text.size() - 2] == '\n') return false;
  if (text.front() == '\n' || text.front() == ' ' || text.find("\n ") != std::string::npos) return false;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  return std::none_of(text.begin(), text.end(), control);
}

void emit_text(YAML::Emitter& out, const std::string& text) {
  const bool lines = text.find('\n') != std::string::npos;
  if (lines && fits_block(text))
    out << YAML::Literal << text;
  else if (lines || plain_needs_quotes(text))
    out << YAML::DoubleQuoted << text;
  else
    out << text;
}

void emit(YAML::Emitter& out, const json& value) {
  if (value.is_object()) {
    out << YAML::BeginMap;
    for (const auto& [key, item] : value.items()) {
      out << YAML::Key;
      emit_text(out, key);
      out << YAML::Value;
      emit(out, item);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    out << YAML::BeginSeq;
    for (const json& item : value) emit(out, item);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    emit_text(out, value.get_ref<const std::string&>());
  } else if (value.is_null()) {
    out << YAML::Null;
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
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::string body = text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
  std::istringstream stream(body);
  const auto fail = [&](int line, const std::string& what) {
    result.documents.clear();
    result.error = file + ":" + std::to_string(line) + ": " + what;
  };
  try {
    YAML::Parser parser(stream);
    int last_start = -1;
    for (int number = 1;; ++number) {
      YamlDocument document;
      document.file = file;
      document.number = number;
      Builder builder(document);
      if (!parser.HandleNextDocument(builder)) break;
      const YAML::Mark& quoted = builder.last_quoted();
      if (quoted.pos >= 0 && never_closed(body, static_cast<std::size_t>(quoted.pos)))
        throw Trouble{quoted.line + 1, "the quoted text is never closed"};
      // At a stray "," or "]" the parser stays for ever.
      if (builder.start().pos == last_start)
        throw Trouble{builder.start().line + 1, "a value is expected here"};
      last_start = builder.start().pos;
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
  if (result.documents.size() != 1)
    return "one document is expected, found " + std::to_string(result.documents.size());
  out = std::move(result.documents[0].json);
  return "";
}

std::string to_yaml(const json& value) {
  YAML::Emitter out;
  emit(out, value);
  std::string text(out.c_str());
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace podium
