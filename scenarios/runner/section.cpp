#include "scenarios/runner/section.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/yaml.h"

namespace podium::scenario {
namespace {

using Json = nlohmann::json;

std::string shown(const Json& value) {
  std::string text = value.dump();
  constexpr std::size_t kMax = 60;
  return text.size() <= kMax ? text : text.substr(0, kMax) + "...";
}

constexpr const char* kDuration = "a duration such as 30s, 1m30s or 250ms";

}  // namespace

struct Document::Content {
  YamlDocument yaml;
};

Document::Document(std::string file, const std::string& text) : file_(std::move(file)) {
  YamlResult parsed = parse_yaml(text, file_);
  if (!parsed.error.empty()) throw Mistake(parsed.error);
  if (parsed.documents.size() != 1) {
    throw Mistake(file_ + ": a scenario is one YAML document, and this has " +
                  std::to_string(parsed.documents.size()));
  }
  content_ = std::make_unique<Content>(Content{std::move(parsed.documents[0])});
}

Document::~Document() = default;

const Json& Document::root() const { return content_->yaml.json; }

int Document::line_of(const std::string& pointer) const { return content_->yaml.line_of(pointer); }

Section::Section(const Document& document) : Section(document, document.root(), "", "") {}

Section::Section(const Document& document, const Json& value, std::string pointer, std::string path)
    : document_(&document), value_(&value), pointer_(std::move(pointer)), path_(std::move(path)) {
  if (!value.is_object()) fail("expected a mapping of fields, found " + shown(value));
}

std::string Section::where() const {
  const std::string place = document_->file() + ":" + std::to_string(document_->line_of(pointer_));
  return path_.empty() ? place : place + ": " + path_;
}

void Section::fail(const std::string& problem) const { throw Mistake(where() + ": " + problem); }

void Section::expected(std::string_view name, std::string_view what) const {
  const std::string field = path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  const int line = document_->line_of(pointer_ + "/" + std::string(name));
  const Json* value = look(name);
  const std::string found = value == nullptr ? "it is missing" : shown(*value);
  throw Mistake(document_->file() + ":" + std::to_string(line) + ": " + field + ": " + found + ": expected " +
                std::string(what));
}

const Json* Section::look(std::string_view name) const {
  asked_.emplace(name);
  const auto found = value_->find(std::string(name));
  return found == value_->end() || found->is_null() ? nullptr : &*found;
}

const Json& Section::need(std::string_view name, std::string_view what) const {
  const Json* value = look(name);
  if (value == nullptr) expected(name, what);
  return *value;
}

bool Section::has(std::string_view name) const { return look(name) != nullptr; }

std::string Section::text(std::string_view name) const {
  const Json& value = need(name, "a text");
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  expected(name, "a text");
}

std::string Section::text(std::string_view name, std::string otherwise) const {
  return has(name) ? text(name) : std::move(otherwise);
}

std::string Section::one_of(std::string_view name, const std::vector<std::string>& allowed,
                            std::string otherwise) const {
  const std::string value = text(name, std::move(otherwise));
  std::string choices;
  for (const std::string& choice : allowed) {
    if (choice == value) return value;
    choices += (choices.empty() ? "" : ", ") + choice;
  }
  expected(name, "one of: " + choices);
}

std::int64_t Section::integer(std::string_view name) const {
  const Json& value = need(name, "a whole number");
  if (!value.is_number_integer()) expected(name, "a whole number");
  return value.get<std::int64_t>();
}

std::int64_t Section::integer(std::string_view name, std::int64_t otherwise) const {
  return has(name) ? integer(name) : otherwise;
}

double Section::number(std::string_view name, double otherwise) const {
  const Json* value = look(name);
  if (value == nullptr) return otherwise;
  if (!value->is_number()) expected(name, "a number");
  return value->get<double>();
}

bool Section::boolean(std::string_view name, bool otherwise) const {
  const Json* value = look(name);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) expected(name, "true or false");
  return value->get<bool>();
}

Duration Section::duration(std::string_view name) const {
  const std::optional<Duration> parsed = parse_duration(need(name, kDuration).is_string() ? text(name) : "");
  if (!parsed) expected(name, kDuration);
  return *parsed;
}

Duration Section::duration(std::string_view name, Duration otherwise) const {
  return has(name) ? duration(name) : otherwise;
}

Window Section::window(std::string_view name) const {
  constexpr const char* kWindow = "a window such as 40s..60s, or 60s for 0s..60s";
  const Json& value = need(name, kWindow);
  const std::string whole = value.is_string() ? value.get<std::string>() : "";
  const std::size_t dots = whole.find("..");
  const bool range = dots != std::string::npos;
  const auto from = range ? parse_duration(whole.substr(0, dots)) : Duration{0};
  const auto to = parse_duration(range ? whole.substr(dots + 2) : whole);
  if (!from || !to || *from > *to) expected(name, kWindow);
  return {*from, *to};
}

Window Section::window(std::string_view name, Window otherwise) const {
  if (!has(name)) return otherwise;
  const Window parsed = window(name);
  const bool range = text(name).find("..") != std::string::npos;
  return range ? parsed : Window{parsed.to, parsed.to};
}

std::int64_t Section::quantity(std::string_view name, std::int64_t otherwise) const {
  if (!has(name)) return otherwise;
  const std::optional<Quantity> parsed = Quantity::parse(text(name));
  if (!parsed) expected(name, "a quantity such as 4, 512Mi or 8Gi");
  return parsed->value();
}

std::int64_t Section::milli_quantity(std::string_view name, std::int64_t otherwise) const {
  if (!has(name)) return otherwise;
  const std::optional<Quantity> parsed = Quantity::parse(text(name));
  if (!parsed) expected(name, "an amount of cpu such as 4 or 250m");
  return parsed->milli_value();
}

Labels Section::labels(std::string_view name) const {
  Labels labels;
  const Json* value = look(name);
  if (value == nullptr) return labels;
  if (!value->is_object()) expected(name, "labels: a mapping of texts");
  for (const auto& [key, text] : value->items()) {
    if (text.is_object() || text.is_array()) expected(name, "labels: a mapping of texts");
    labels.set(key, text.is_string() ? text.get<std::string>() : text.dump());
  }
  return labels;
}

std::vector<std::string> Section::texts(std::string_view name) const {
  std::vector<std::string> texts;
  const Json* value = look(name);
  if (value == nullptr) return texts;
  if (!value->is_array()) expected(name, "a list of texts");
  for (const Json& item : *value) {
    if (!item.is_string()) expected(name, "a list of texts");
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::vector<double> Section::numbers(std::string_view name) const {
  std::vector<double> numbers;
  const Json* value = look(name);
  if (value == nullptr) return numbers;
  if (!value->is_array()) expected(name, "a list of numbers");
  for (const Json& item : *value) {
    if (!item.is_number()) expected(name, "a list of numbers");
    numbers.push_back(item.get<double>());
  }
  return numbers;
}

Key Section::key(std::string_view name) const {
  const std::string whole = text(name);
  const std::size_t slash = whole.find('/');
  if (slash == std::string::npos) return {"default", whole};
  return {whole.substr(0, slash), whole.substr(slash + 1)};
}

std::optional<Section> Section::child(std::string_view name) const {
  const Json* value = look(name);
  if (value == nullptr) return std::nullopt;
  const std::string step(name);
  return Section(*document_, *value, pointer_ + "/" + step, path_.empty() ? step : path_ + "." + step);
}

std::vector<Section> Section::list(std::string_view name) const {
  std::vector<Section> sections;
  const Json* value = look(name);
  if (value == nullptr) return sections;
  if (!value->is_array()) expected(name, "a list");
  const std::string step(name);
  for (std::size_t i = 0; i < value->size(); ++i) {
    const std::string index = std::to_string(i);
    sections.push_back(Section(*document_, (*value)[i], pointer_ + "/" + step + "/" + index,
                               (path_.empty() ? step : path_ + "." + step) + "[" + index + "]"));
  }
  return sections;
}

void Section::finish() const {
  for (const auto& [name, value] : value_->items()) {
    if (asked_.contains(name)) continue;
    std::string known;
    for (const std::string& field : asked_) known += (known.empty() ? "" : ", ") + field;
    const int line = document_->line_of(pointer_ + "/" + name);
    const std::string field = path_.empty() ? name : path_ + "." + name;
    throw Mistake(document_->file() + ":" + std::to_string(line) + ": " + field +
                  ": unknown field: expected one of: " + known);
  }
}

}  // namespace podium::scenario
