#include "control-plane/apply/changes.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/stored_form.h"
#include "control-plane/apply/untracked.h"
#include "control-plane/apply/versions.h"

namespace podium::apply {
namespace {

using nlohmann::json;

Comparison compared(const Write& write, const schema::Type& type, const json& before, const json& after) {
  Comparison comparison = compare(type, stored_form(type, before), stored_form(type, after));
  comparison.leave_out(reset_fields(write));
  return comparison;
}

}  // namespace

Changes::Changes(const Write& write, const json& before, const json& after)
    : Changes(write, before, after, compared(write, write.type, before, after)) {}

Changes::Changes(const Write& write, const json& before, const json& after, Comparison own)
    : write_(write), before_(before), after_(after), own_(std::move(own)) {}

const Comparison& Changes::in(const std::string& api_version) const {
  if (api_version == write_.api_version) return own_;
  const auto [at, is_new] = others_.try_emplace(api_version);
  if (!is_new) return at->second;
  const Versions& versions = *write_.versions;
  // An object that was not there is nothing in every version.
  const json before = before_.empty() ? json::object() : versions.convert(before_, api_version);
  at->second = compared(write_, *versions.type(api_version), before, versions.convert(after_, api_version));
  return at->second;
}

}  // namespace podium::apply
