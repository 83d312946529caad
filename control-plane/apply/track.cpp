// track: ownership after a create, an update or a patch; keep_times.
#include <nlohmann/json.hpp>

#include "control-plane/apply/ownership.h"
#include "control-plane/apply/tracking.h"

namespace podium::apply {
namespace {

using nlohmann::json;

bool is_reset(const json& entries) {
  return entries.is_array() && (entries.empty() || (entries.size() == 1 && entries.front().empty()));
}

Managers stored_managers(const json* object) {
  const json* entries = object ? managed_fields(*object) : nullptr;
  return entries ? decode_managers(*entries).value_or(Managers()) : Managers();
}

// Those that the write starts from: clients may edit the list itself, though not through a subresource, and
// those that know nothing of it do not delete it.
Managers starting_managers(const Write& write, const json* before, const json& after) {
  const json* sent = write.subresource.empty() ? managed_fields(after) : nullptr;
  if (!sent) return stored_managers(before);
  if (is_reset(*sent)) return {};
  const std::optional<Managers> managers = decode_managers(*sent);
  return managers && !managers->empty() ? *managers : stored_managers(before);
}

// Readable bytes only, and no more than fit; of a character either all bytes or none.
std::string cut(std::string_view name, std::size_t most) {
  std::string result;
  for (const char c : name.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) result += c;
  }
  if (name.size() <= most) return result;
  while (!result.empty() && (static_cast<unsigned char>(result.back()) & 0xc0) == 0x80) result.pop_back();
  if (!result.empty() && static_cast<unsigned char>(result.back()) >= 0xc0) result.pop_back();
  return result;
}

}  // namespace

std::string manager_name(std::string_view field_manager, std::string_view user_agent,
                         const TrackingOptions& options) {
  if (!field_manager.empty()) return std::string(field_manager);
  return cut(user_agent.substr(0, user_agent.find('/')), options.longest_manager);
}

void track(const Write& write, const json* before, json& after) {
  Managers managers = starting_managers(write, before, after);
  set_managed_fields(after, nullptr);
  if (before && managers.empty()) return;
  forget_unserved(write, managers);
  const json old = before ? without_managers(*before) : json::object();
  update_owners(write, old, after, managers);
  set_managed_fields(after, encode_managers(managers));
}

void keep_times(const json& before, json& after) {
  const json *old = managed_fields(before), *fresh = managed_fields(after);
  if (!old || !fresh || without_managers(before) != without_managers(after)) return;
  const std::optional<Managers> was = decode_managers(*old), is = decode_managers(*fresh);
  if (was && is && same_owners(*was, *is)) set_managed_fields(after, *old);
}

}  // namespace podium::apply
