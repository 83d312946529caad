#include "control-plane/gateway/selectors.h"

#include <algorithm>
#include <cctype>

#include "control-plane/custom/catalogue.h"

namespace podium {
namespace {

// Words, parentheses, commas and operators of a label selector.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { advance(); }

  const std::string& token() const { return token_; }
  bool done() const { return token_.empty(); }
  std::string take() {
    std::string taken = token_;
    advance();
    return taken;
  }

 private:
  static bool special(char c) { return std::string_view("=!(),<>").find(c) != std::string_view::npos; }

  void advance() {
    token_.clear();
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ >= text_.size()) return;
    if (special(text_[at_])) {
      token_ += text_[at_++];
      const bool joins = (token_ == "=" || token_ == "!") && at_ < text_.size() && text_[at_] == '=';
      if (joins) token_ += text_[at_++];
      return;
    }
    while (at_ < text_.size() && !special(text_[at_]) &&
           std::isspace(static_cast<unsigned char>(text_[at_])) == 0) {
      token_ += text_[at_++];
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string token_;
};

bool word(const std::string& token) {
  return !token.empty() && std::string_view("=!(),<>").find(token[0]) == std::string_view::npos;
}

std::string unexpected(const std::string& found, const std::string& expected) {
  return "unable to parse requirement: found '" + found + "', expected: " + expected;
}

std::string parse_values(Lexer& lexer, List<Text>& values) {
  if (lexer.take() != "(") return "unable to parse requirement: found '" + lexer.token() + "' expected: '('";
  while (true) {
    values.push_back(word(lexer.token()) ? lexer.take() : std::string());
    const std::string next = lexer.take();
    if (next == ")") return "";
    if (next != ",") return unexpected(next, "',', or ')'");
  }
}

std::string parse_requirement(Lexer& lexer, LabelSelector& selector) {
  if (lexer.token() == "!") {
    lexer.take();
    if (!word(lexer.token())) return unexpected(lexer.token(), "identifier");
    selector.match_expressions.push_back({lexer.take(), "DoesNotExist", {}});
    return "";
  }
  if (!word(lexer.token())) return unexpected(lexer.token(), "!, identifier, or 'end of string'");
  const Text key = lexer.take();
  if (lexer.done() || lexer.token() == ",") {
    selector.match_expressions.push_back({key, "Exists", {}});
    return "";
  }
  const std::string op = lexer.take();
  LabelSelectorRequirement need{key, op == "!=" || op == "notin" ? "NotIn" : "In", {}};
  if (op == "in" || op == "notin") {
    if (std::string wrong = parse_values(lexer, need.values); !wrong.empty()) return wrong;
  } else if (op == "=" || op == "==" || op == "!=") {
    need.values.push_back(word(lexer.token()) ? lexer.take() : std::string());
  } else {
    return unexpected(op, "in, notin, =, ==, !=, gt, lt");
  }
  selector.match_expressions.push_back(std::move(need));
  return "";
}

// Fields that may be selected on, besides metadata.name and metadata.namespace.
const std::vector<std::string_view>& selectable(const KindInfo& kind) {
  static const std::vector<std::string_view> none;
  static const std::vector<std::string_view> pods = {
      "spec.nodeName",    "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
      "spec.hostNetwork", "status.phase",       "status.podIP",       "status.nominatedNodeName"};
  static const std::vector<std::string_view> nodes = {"spec.unschedulable"};
  static const std::vector<std::string_view> namespaces = {"status.phase"};
  static const std::vector<std::string_view> secrets = {"type"};
  static const std::vector<std::string_view> replicasets = {"status.replicas"};
  static const std::vector<std::string_view> events = {"involvedObject.kind",
                                                       "involvedObject.namespace",
                                                       "involvedObject.name",
                                                       "involvedObject.uid",
                                                       "involvedObject.apiVersion",
                                                       "involvedObject.resourceVersion",
                                                       "involvedObject.fieldPath",
                                                       "reason",
                                                       "reportingComponent",
                                                       "source",
                                                       "type"};
  if (kind.plural == "pods") return pods;
  if (kind.plural == "nodes") return nodes;
  if (kind.plural == "namespaces") return namespaces;
  if (kind.plural == "secrets") return secrets;
  if (kind.plural == "replicasets") return replicasets;
  if (kind.plural == "events") return events;
  return none;
}

bool may_select(const KindInfo& kind, const View* view, std::string_view path) {
  if (path == "metadata.name" || path == "metadata.namespace") return true;
  if (const custom::Version* version = custom::version_of(kind, view))
    return std::ranges::find(version->selectable, "." + std::string(path)) != version->selectable.end();
  const auto& fields = selectable(kind);
  return std::find(fields.begin(), fields.end(), path) != fields.end();
}

}  // namespace

std::string parse_label_selector(std::string_view text, LabelSelector& selector) {
  Lexer lexer(text);
  while (!lexer.done()) {
    if (std::string wrong = parse_requirement(lexer, selector); !wrong.empty()) return wrong;
    if (lexer.done()) break;
    if (lexer.take() != ",") return unexpected(lexer.token(), "',' or 'end of string'");
    if (lexer.done()) return unexpected("", "identifier after ','");
  }
  return "";
}

std::string parse_field_selector(std::string_view text, const KindInfo& kind,
                                 std::vector<FieldRequirement>& fields, const View* view) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view term = text.substr(begin, end - begin);
    begin = end + 1;
    if (term.empty()) continue;
    std::size_t equals = term.find('=');
    if (equals == std::string_view::npos) {
      return "invalid selector: '" + std::string(text) + "'; can't understand '" + std::string(term) + "'";
    }
    const bool negated = equals > 0 && term[equals - 1] == '!';
    std::string_view path = term.substr(0, negated ? equals - 1 : equals);
    if (equals + 1 < term.size() && term[equals + 1] == '=') ++equals;
    if (!may_select(kind, view, path)) return "field label not supported: " + std::string(path);
    fields.push_back({std::string(path), std::string(term.substr(equals + 1)), !negated});
  }
  return "";
}

}  // namespace podium
