#include "control-plane/schema/decoder.h"

#include <algorithm>
#include <limits>

#include "control-plane/schema/forms.h"

namespace podium::schema {
namespace {

constexpr std::size_t kMaxDepth = 10000;   // Go's
constexpr std::size_t kMaxProblems = 100;  // as upstream: more are of no use to anyone

const Type& element_of(const Type& type) { return type.element ? *type.element : any_type(); }

bool schemaless(Shape shape) {
  return shape == Shape::kRaw || shape == Shape::kJson || shape == Shape::kFields;
}

// What Go leaves where a list or map has a null.
nlohmann::json zero(const Type& type) {
  switch (type.shape) {
    case Shape::kString:
    case Shape::kBytes: return "";
    case Shape::kBool: return false;
    case Shape::kInt32:
    case Shape::kInt64:
    case Shape::kDouble:
    case Shape::kIntOrString: return 0;
    case Shape::kQuantity: return "0";
    case Shape::kStruct:
    case Shape::kMap: return nlohmann::json::object();
    case Shape::kList: return nlohmann::json::array();
    default: return nullptr;
  }
}

// What upstream's converter of trees says of a value that does not fit. `what` is as JSON calls it.
std::string converter_error(std::string_view what, const Type& type) {
  const bool integer = what.starts_with("number") && what.find_first_of(".eE", sizeof "number") == what.npos;
  const std::string kind = what.starts_with("number") ? (integer ? "int64" : "float64")
                           : what == "object"         ? "map"
                           : what == "array"          ? "slice"
                                                      : std::string(what);
  switch (type.shape) {
    case Shape::kStruct: return "cannot restore struct from: " + kind;
    case Shape::kMap: return "cannot restore map from " + kind;
    case Shape::kList: return "cannot restore slice from " + kind;
    case Shape::kString:
      return kind == "int64" ? "cannot convert int64 to string" : "unrecognized type: string";
    default: return "unrecognized type: " + type.go_name;
  }
}

}  // namespace

const Type& Decoder::expected() const {
  if (stack_.empty()) return type_;
  const Frame& frame = stack_.back();
  return frame.type->shape == Shape::kStruct ? *frame.field->type : element_of(*frame.type);
}

Decoder::json& Decoder::place(json value) {
  if (stack_.empty()) return object_ = std::move(value);
  Frame& frame = stack_.back();
  if (frame.value->is_array()) return frame.value->emplace_back(std::move(value));
  const std::string& name = frame.type->shape == Shape::kStruct ? frame.field->name : frame.key;
  return (*frame.value)[name] = std::move(value);
}

bool Decoder::skip_scalar() {
  const bool skip = skip_next_ || skipped_ > 0;
  skip_next_ = false;
  return skip;
}

bool Decoder::null() {
  if (skip_scalar()) return true;
  const bool in_struct = !stack_.empty() && stack_.back().type->shape == Shape::kStruct;
  if (in_struct && expected().shape != Shape::kJson) return true;
  if (stack_.empty()) return boolean(false);
  place(zero(expected()));
  return true;
}

bool Decoder::boolean(bool value) {
  if (skip_scalar()) return true;
  switch (expected().shape) {
    case Shape::kBool:
    case Shape::kRaw:
    case Shape::kJson: place(value); break;
    case Shape::kQuantity: checked(check_quantity(value ? "true" : "false")); break;
    default: mismatch("bool");
  }
  return true;
}

template <class Number>
bool Decoder::number(Number value, const std::string& text) {
  if (skip_scalar()) return true;
  constexpr bool kInteger = std::is_integral_v<Number>;
  const auto fits = [&]<class Int>(Int) {
    return kInteger && std::in_range<Int>(static_cast<std::int64_t>(value)) &&
           (std::is_signed_v<Number> || value <= Number(std::numeric_limits<Int>::max()));
  };
  const auto spelled = [&] { return text.empty() ? json(value).dump() : text; };
  switch (expected().shape) {
    case Shape::kInt64: fits(std::int64_t{}) ? void(place(value)) : mismatch("number " + spelled()); break;
    case Shape::kInt32:
    case Shape::kIntOrString:
      fits(std::int32_t{}) ? void(place(value)) : mismatch("number " + spelled(), "int32");
      break;
    case Shape::kDouble:
    case Shape::kRaw:
    case Shape::kJson:
    case Shape::kFields: place(value); break;
    case Shape::kQuantity:
      if (checked(check_quantity(spelled()))) place(spelled());
      break;
    default: mismatch("number");
  }
  return true;
}

bool Decoder::number_integer(std::int64_t value) { return number(value, {}); }
bool Decoder::number_unsigned(std::uint64_t value) { return number(value, {}); }
bool Decoder::number_float(double value, const std::string& text) { return number(value, text); }

bool Decoder::string(std::string& value) {
  if (skip_scalar()) return true;
  bool good = true;
  switch (expected().shape) {
    case Shape::kString:
    case Shape::kIntOrString:
    case Shape::kRaw:
    case Shape::kJson: break;
    case Shape::kBytes: good = checked(check_base64(value)); break;
    case Shape::kQuantity: good = checked(check_quantity(value)); break;
    case Shape::kTime: good = checked(check_time(value)); break;
    case Shape::kMicroTime: good = checked(check_micro_time(value)); break;
    case Shape::kDuration: good = checked(check_duration(value)); break;
    default: mismatch("string"); good = false;
  }
  if (good) place(std::move(value));
  return true;
}

bool Decoder::parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

// JSON text has no binary values, and no tree of ours carries one.
bool Decoder::binary(json::binary_t&) { return false; }

bool Decoder::open(Shape shape, json empty, const char* name) {
  if (stack_.size() + skipped_ >= kMaxDepth) {
    result_.error = "exceeded max depth";
    result_.malformed = too_deep_ = true;
    return false;
  }
  if (skipped_ > 0 || skip_next_) {
    skip_next_ = false;
    ++skipped_;
    return true;
  }
  const Type& type = expected();
  const bool fits =
      type.shape == shape || schemaless(type.shape) || (shape == Shape::kStruct && type.shape == Shape::kMap);
  if (!fits) {
    type.shape == Shape::kQuantity ? void(checked(check_quantity("{}"))) : mismatch(name);
    ++skipped_;
    return true;
  }
  json& value = place(std::move(empty));
  stack_.push_back({schemaless(type.shape) ? &any_type() : &type, &value});
  return true;
}

bool Decoder::close() {
  if (skipped_ > 0) {
    --skipped_;
  } else {
    stack_.pop_back();
  }
  return true;
}

bool Decoder::start_object(std::size_t) { return open(Shape::kStruct, json::object(), "object"); }
bool Decoder::end_object() { return close(); }
bool Decoder::start_array(std::size_t) { return open(Shape::kList, json::array(), "array"); }
bool Decoder::end_array() { return close(); }

bool Decoder::key(std::string& name) {
  if (skipped_ > 0) return true;
  Frame& frame = stack_.back();
  if (frame.type->shape != Shape::kStruct) {
    const bool checked = frame.type->shape == Shape::kMap || options_.duplicates_anywhere;
    if (checked && frame.value->contains(name)) problem("duplicate", name);
    frame.key = std::move(name);
    return true;
  }
  frame.field = frame.type->find(name);
  if (!frame.field) {
    problem("unknown", name);
    skip_next_ = true;
    return true;
  }
  const std::uint64_t bit = std::uint64_t{1} << (frame.field - frame.type->fields.data());
  if (frame.seen & bit) problem("duplicate", name);
  frame.seen |= bit;
  return true;
}

// Keeps the first error, as Go does; an empty message is none.
bool Decoder::checked(std::string message) {
  if (message.empty()) return true;
  if (result_.error.empty()) result_.error = std::move(message);
  return false;
}

void Decoder::mismatch(std::string_view what) {
  const Shape shape = expected().shape;
  // These read their text through another Go type, which is the one that the message names.
  if (shape == Shape::kTime || shape == Shape::kMicroTime || shape == Shape::kDuration)
    return mismatch(what, "string");
  if (shape == Shape::kIntOrString) return mismatch(what, "int32");
  if (options_.converter_words && !stack_.empty()) {
    checked(converter_error(what, expected()));
  } else {
    mismatch(what, expected().go_name);
  }
}

void Decoder::mismatch(std::string_view what, std::string_view go_type) {
  if (!result_.error.empty()) return;
  std::string& error = result_.error = "json: cannot unmarshal ";
  error.append(what).append(" into Go ");
  options_.converter_words ? void(error.append("value")) : add_place(error);
  error.append(" of type ").append(go_type);
}

// "struct field PodSpec.spec.containers", or "value" outside of every struct.
void Decoder::add_place(std::string& error) {
  std::string fields;
  const Type* owner = nullptr;
  for (const Frame& frame : stack_) {
    if (frame.type->shape != Shape::kStruct) continue;
    owner = frame.type;
    fields.append(".").append(frame.field->name);
  }
  if (owner) {
    error.append("struct field ").append(owner->name).append(fields);
  } else {
    error.append("value");
    result_.malformed = true;
  }
}

void Decoder::problem(const char* what, std::string_view name) {
  if (result_.problems.size() >= kMaxProblems) return;
  std::string text = std::string(what) + " field \"" + path() + std::string(name) + "\"";
  auto& known = result_.problems;
  if (std::find(known.begin(), known.end(), text) == known.end()) known.push_back(std::move(text));
}

// Where the object on top of the stack is, with a dot at its end: "spec.containers[0].".
std::string Decoder::path() const {
  std::string text;
  for (std::size_t i = 0; i + 1 < stack_.size(); ++i) {
    const Frame& frame = stack_[i];
    if (frame.value->is_array()) {
      if (!text.empty()) text.pop_back();
      text.append("[").append(std::to_string(frame.value->size() - 1)).append("].");
    } else {
      text.append(frame.type->shape == Shape::kStruct ? frame.field->name : frame.key).append(".");
    }
  }
  return text;
}

}  // namespace podium::schema
