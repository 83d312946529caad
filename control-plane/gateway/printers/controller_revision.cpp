// ControllerRevisions as `kubectl get controllerrevisions` shows them.
#include "control-plane/objects/kinds/controller_revision.h"

#include <cctype>

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

// "daemonset.apps/web"
std::string controller_of(const ObjectMeta& metadata) {
  const OwnerReference* owner = metadata.controller();
  if (owner == nullptr) return "<none>";
  std::string text;
  for (const char c : owner->kind.view())
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::string_view version = owner->api_version;
  if (const std::size_t slash = version.find('/'); slash != std::string_view::npos)
    text.append(".").append(version.substr(0, slash));
  return text + "/" + owner->name.str();
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  return {object.metadata.name.str(), controller_of(object.metadata),
          static_cast<const ControllerRevision&>(object).revision,
          age(object.metadata.creation_timestamp, now)};
}

}  // namespace

Printer controller_revision_printer() {
  return {
      &ControllerRevision::info(), {{"Name", "string", "name"}, {"Controller"}, {"Revision"}, {"Age"}}, &row};
}

}  // namespace podium
