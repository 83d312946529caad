#include "control-plane/schema/table_parser.h"

#include <algorithm>
#include <stdexcept>

namespace podium::schema {
namespace {

struct Builtin {
  std::string_view name, go_name;
  Shape shape;
};
constexpr Builtin kBuiltins[] = {
    {"string", "string", Shape::kString},
    {"bool", "bool", Shape::kBool},
    {"int32", "int32", Shape::kInt32},
    {"int64", "int64", Shape::kInt64},
    {"double", "float64", Shape::kDouble},
    {"bytes", "[]uint8", Shape::kBytes},
    {"Quantity", "resource.Quantity", Shape::kQuantity},
    {"IntOrString", "intstr.IntOrString", Shape::kIntOrString},
    {"Time", "v1.Time", Shape::kTime},
    {"MicroTime", "v1.MicroTime", Shape::kMicroTime},
    {"Duration", "v1.Duration", Shape::kDuration},
    {"FieldsV1", "v1.FieldsV1", Shape::kFields},
    {"RawExtension", "runtime.RawExtension", Shape::kRaw},
    {"JSON", "v1.JSON", Shape::kJson},
};
constexpr std::string_view kInline = "(inline)";
constexpr std::string_view kAllVerbs = "create,delete,deletecollection,get,list,patch,update,watch";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// "map(a,b)" with name "map" gives "a,b"; false if the word is another one.
bool argument(std::string_view word, std::string_view name, std::string_view& inside) {
  if (word.size() < name.size() + 2 || !word.starts_with(name) || word[name.size()] != '(') return false;
  inside = word.substr(name.size() + 1, word.size() - name.size() - 2);
  return true;
}

std::string group_of(std::string_view written) { return written == "core" ? "" : std::string(written); }

bool by_name(const Field& a, const Field& b) { return a.name < b.name; }
bool by_number(const WireField& a, const WireField& b) { return a.number < b.number; }

}  // namespace

std::unique_ptr<const Table> parse_table(std::string_view text) { return TableParser(text).parse(); }

TableParser::TableParser(std::string_view text) : rest_(text), table_(std::make_unique<Table>()) {
  for (const Builtin& builtin : kBuiltins) {
    Type& type = add_anonymous(builtin.name);
    type.shape = builtin.shape;
    type.go_name = builtin.go_name;
  }
}

std::unique_ptr<const Table> TableParser::parse() {
  while (!rest_.empty()) {
    const auto end = std::min(rest_.find('\n'), rest_.size());
    line(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
  }
  for (auto& [name, type] : table_->types_) {
    if (!defined_.contains(type)) fail("type " + name + " is used but not defined");
    flatten(*type);
  }
  return std::move(table_);
}

void TableParser::line(std::string_view text) {
  ++line_number_;
  const auto depth = std::min(text.find_first_not_of(' '), text.size());
  if (depth == text.size() || text[0] == '#') return;
  const auto explanation = depth == 2 && !resource_section_ ? text.find(" : ") : text.npos;
  const std::vector<std::string> words = split(text.substr(0, explanation), ' ');
  if (depth == 0) {
    top_level(words, text);
  } else if (resource_section_) {
    depth == 2 ? resource(words) : subresource(words);
  } else {
    field(words, explanation == text.npos ? std::string_view{} : text.substr(explanation + 3));
  }
}

void TableParser::top_level(const std::vector<std::string>& words, std::string_view text) {
  if (words.size() < 2) fail("a word is missing");
  resource_section_ = words[0] == "serve";
  if (words[0] == "package" && words.size() == 3) {
    package_ = words[1];
    openapi_ = words[2];
  } else if (words[0] == "serve" && words.size() == 4) {
    table_->served_.push_back({group_of(words[1]), words[2], words[3]});
  } else if (words[0] == "enum") {
    define(words[1], Shape::kString).values.assign(words.begin() + 2, words.end());
  } else if (words[0] == "name" && words.size() == 3) {
    const Type& meant = resolve(words[2]);
    define(words[1], meant.shape).element = meant.element;
  } else if (words[0] == "type") {
    struct_type(words, text);
  } else {
    fail("not understood");
  }
}

void TableParser::struct_type(const std::vector<std::string>& words, std::string_view text) {
  std::string_view name = words[1];
  const bool ends = name.ends_with(':');
  if (ends) name.remove_suffix(1);
  struct_ = &define(name, Shape::kStruct);
  struct_->atomic = !ends && words.size() > 2 && (words[2] == "atomic" || words[2] == "atomic:");
  if (const auto colon = text.find(": "); colon != text.npos) struct_->text = text.substr(colon + 2);
}

void TableParser::field(const std::vector<std::string>& words, std::string_view text) {
  if (!struct_ || words.size() < 3) fail("not a field of a type");
  const std::uint32_t number = words[1] == "-" ? 0 : static_cast<std::uint32_t>(std::stoul(words[1]));
  std::string_view expression = words[2];
  Field field;
  field.number = number;
  if (expression.starts_with('*')) {
    field.pointer = true;
    expression.remove_prefix(1);
  }
  field.type = &resolve(expression);
  if (words[0] == kInline) {
    struct_->wire.push_back({number, nullptr, field.type});
    return;
  }
  std::string_view name = words[0];
  for (; name.ends_with('!') || name.ends_with('?'); name.remove_suffix(1)) {
    (name.back() == '!' ? field.required : field.omit_empty) = true;
  }
  field.name = name;
  field.text = text;
  for (std::size_t i = 3; i < words.size(); ++i) flag(field, words[i]);
  struct_->fields.push_back(std::move(field));
}

void TableParser::flag(Field& field, std::string_view word) {
  std::string_view inside;
  if (argument(word, "map", inside)) {
    field.list = ListKind::kMap;
    field.keys = split(inside, ',');
  } else if (argument(word, "merge", inside)) {
    field.merge = true;
    field.merge_key = inside;
  } else if (argument(word, "default", inside)) {
    field.key_default = inside;
  } else if (word == "set") {
    field.list = ListKind::kSet;
  } else if (word == "atomic") {
    field.list = ListKind::kAtomic;
  } else if (word == "granular") {
    field.granular = true;
  } else if (word == "merge") {
    field.merge = true;
  } else if (word == "retainKeys") {
    field.retain_keys = true;
  } else if (word == "replace") {
    field.replace = true;
  } else {
    fail("unknown flag " + std::string(word));
  }
}

void TableParser::resource(const std::vector<std::string>& words) {
  if (words.size() < 3) fail("not a resource");
  const Table::Served& served = table_->served_.back();
  Resource resource{served.group, served.version, words[0], words[1], words[2]};
  resource.verbs = split(kAllVerbs, ',');
  for (std::size_t i = 3; i < words.size(); ++i) {
    std::string_view inside;
    if (words[i] == "cluster") {
      resource.namespaced = false;
    } else if (argument(words[i], "verbs", inside)) {
      resource.verbs = split(inside, ',');
    } else if (argument(words[i], "short", inside)) {
      resource.short_names = split(inside, ',');
    } else if (argument(words[i], "category", inside)) {
      resource.categories = split(inside, ',');
    } else {
      fail("unknown property " + words[i]);
    }
  }
  resource.type = &named(served.package + "." + resource.kind);
  table_->resources_.push_back(std::move(resource));
}

void TableParser::subresource(const std::vector<std::string>& words) {
  if (words.size() != 4 || table_->resources_.empty()) fail("not a subresource");
  const auto slash = words[1].find('/');
  table_->resources_.back().subresources.push_back({words[0], group_of(words[1].substr(0, slash)),
                                                    words[1].substr(slash + 1), words[2],
                                                    split(words[3], ',')});
}

const Type& TableParser::resolve(std::string_view expression) {
  if (const auto at = anonymous_.find(expression); at != anonymous_.end()) return *at->second;
  const bool list = expression.starts_with("[]");
  const auto key_end = expression.starts_with("map[") ? expression.find(']') : 0;
  if (!list && key_end == 0) return named(qualified(expression));
  const Type& element = resolve(expression.substr(list ? 2 : key_end + 1));
  // A list of the same words may be of another type in another package.
  const std::string key = (list ? "[]" : "map[]") + element.package + "." + element.name;
  if (const auto at = anonymous_.find(key); at != anonymous_.end()) return *at->second;
  Type& type = add_anonymous(key);
  type.name = expression;
  type.shape = list ? Shape::kList : Shape::kMap;
  type.element = &element;
  type.go_name = (list ? "[]" : "map[string]") + element.go_name;
  return type;
}

std::string TableParser::qualified(std::string_view name) const {
  return name.find('.') != name.npos ? std::string(name) : package_ + "." + std::string(name);
}

Type& TableParser::add_anonymous(std::string_view key) {
  Type& type = table_->storage_.emplace_back();
  type.name = key;
  anonymous_.emplace(key, &type);
  return type;
}

Type& TableParser::named(const std::string& qualified_name) {
  if (const auto at = table_->types_.find(qualified_name); at != table_->types_.end()) return *at->second;
  Type& type = table_->storage_.emplace_back();
  const auto dot = qualified_name.find('.');
  type.package = qualified_name.substr(0, dot);
  type.name = qualified_name.substr(dot + 1);
  type.go_name = type.package.substr(type.package.find('/') + 1) + "." + type.name;
  table_->types_.emplace(qualified_name, &type);
  return type;
}

Type& TableParser::define(std::string_view name, Shape shape) {
  struct_ = nullptr;
  Type& type = named(package_ + "." + std::string(name));
  if (!defined_.insert(&type).second) fail("type " + type.name + " is defined twice");
  type.shape = shape;
  type.openapi_name = openapi_ + "." + type.name;
  return type;
}

// Sorts the fields and takes over those of inlined structs, once per type.
void TableParser::flatten(Type& type) {
  if (!flattened_.insert(&type).second) return;
  std::vector<WireField> inlined;
  std::swap(inlined, type.wire);
  for (const WireField& wire : inlined) {
    Type& guest = *table_->types_.at(wire.inlined->package + "." + wire.inlined->name);
    flatten(guest);
    type.fields.insert(type.fields.end(), guest.fields.begin(), guest.fields.end());
    for (const Field& field : guest.fields) borrowed_.emplace(&type, field.name);
  }
  if (type.fields.size() > kMaxFields) fail("type " + type.name + " has too many fields");
  std::sort(type.fields.begin(), type.fields.end(), by_name);
  type.wire = std::move(inlined);
  for (const Field& field : type.fields) {
    if (field.number != 0 && !borrowed_.contains({&type, field.name})) {
      type.wire.push_back({field.number, &field, nullptr});
    }
  }
  std::sort(type.wire.begin(), type.wire.end(), by_number);
}

void TableParser::fail(const std::string& why) const {
  throw std::runtime_error("schema table, line " + std::to_string(line_number_) + ": " + why);
}

}  // namespace podium::schema
