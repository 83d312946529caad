#include "control-plane/gateway/render.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/view.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

std::string list_metadata(const ApiResponse& list) {
  nlohmann::json metadata = {{"resourceVersion", std::to_string(list.revision)}};
  if (!list.continue_token.empty()) metadata["continue"] = list.continue_token;
  if (list.remaining > 0) metadata["remainingItemCount"] = list.remaining;
  return metadata.dump();
}

void write_object(const Object& object, const View* view, std::string& out) {
  if (view == nullptr) return write_json(object, out);
  nlohmann::json tree = to_json(object);
  view->show(tree);
  out += tree.dump();
}

HttpResponse json_answer(std::string body) {
  body += '\n';
  return {200, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string list_kind_of(const KindInfo& kind) {
  const custom::Kind* custom = custom::custom_kind(kind);
  return custom != nullptr ? custom->definition->list_kind : std::string(kind.kind) + "List";
}

void write_items(const ApiResponse& list, const Accepted& accepted, std::string& out) {
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i > 0) out += ',';
    if (accepted.form == Form::kPartialMetadata)
      write_partial_metadata(*list.items[i], accepted.version, out);
    else
      write_object(*list.items[i], accepted.view, out);
  }
}

}  // namespace

RowObject row_object(const HttpRequest& request) {
  const std::string_view include = request.parameter("includeObject");
  if (include == "Object") return RowObject::kObject;
  return include == "None" ? RowObject::kNone : RowObject::kMetadata;
}

void render_text(const Object& object, const Accepted& accepted, RowObject rows, bool with_columns,
                 TimePoint now, std::string& out) {
  switch (accepted.form) {
    case Form::kObject: write_object(object, accepted.view, out); break;
    case Form::kPartialMetadata: write_partial_metadata(object, accepted.version, out); break;
    case Form::kTable: {
      const std::string metadata =
          nlohmann::json({{"resourceVersion", std::to_string(object.metadata.resource_version)}}).dump();
      write_table(object.kind(), accepted.view, {ObjectRef::share(&object)}, rows, with_columns,
                  accepted.version, metadata, now, out);
      break;
    }
  }
}

HttpResponse render_object(const Object& object, const Accepted& accepted, RowObject rows, TimePoint now) {
  std::string body;
  render_text(object, accepted, rows, true, now, body);
  return json_answer(std::move(body));
}

HttpResponse render_list(const KindInfo& kind, const ApiResponse& list, const Accepted& accepted,
                         RowObject rows, TimePoint now) {
  std::string body;
  const std::string metadata = list_metadata(list);
  if (accepted.form == Form::kTable) {
    write_table(kind, accepted.view, list.items, rows, true, accepted.version, metadata, now, body);
    return json_answer(std::move(body));
  }
  const bool partial = accepted.form == Form::kPartialMetadata;
  const std::string list_kind = partial ? "PartialObjectMetadataList" : list_kind_of(kind);
  const View* view = accepted.view;
  const std::string own =
      view == nullptr ? kind.api_version.str() : schema::api_version(view->group, view->version);
  const std::string version = partial ? "meta.k8s.io/" + accepted.version : own;
  body = R"({"kind":")" + list_kind + R"(","apiVersion":")" + version + R"(","metadata":)" + metadata +
         R"(,"items":[)";
  write_items(list, accepted, body);
  body += "]}";
  return json_answer(std::move(body));
}

}  // namespace podium
