#include "control-plane/objects/kinds/secret.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

// stringData is a convenience for writers: it is stored as base64 under data.
std::string base64(std::string_view text) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > text.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63];
  }
  return out;
}

void set_defaults(Object& object) {
  auto& secret = static_cast<Secret&>(object);
  if (secret.type_.empty()) secret.type_ = "Opaque";
  for (const auto& [key, value] : secret.string_data) secret.data.set(key, base64(value));
  secret.string_data.clear();
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  std::size_t bytes = 0;
  check_data(static_cast<const Secret&>(object).data, "data", bytes, errors);
  if (bytes > kMaxConfigBytes) errors.push_back(too_long("data", kMaxConfigBytes));
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const auto &before = static_cast<const Secret&>(old), &after = static_cast<const Secret&>(fresh);
  if (!(before.type_ == after.type_))
    errors.push_back(invalid_text("type", after.type_, "field is immutable"));
  if (!before.immutable.value_or(false)) return errors;
  constexpr const char* kImmutable = "field is immutable when `immutable` is set";
  if (!after.immutable.value_or(false)) errors.push_back(field_forbidden("immutable", kImmutable));
  if (!(before.data == after.data)) errors.push_back(field_forbidden("data", kImmutable));
  return errors;
}

}  // namespace

const Rules& secret_rules() {
  static const Rules rules = {&set_defaults,  &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
