#include "control-plane/gateway/table_view.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/gateway/custom_table.h"

namespace podium {
namespace {

using nlohmann::json;

json columns_of(const Printer& printer) {
  json columns = json::array();
  for (const PrintColumn& column : printer.columns) {
    columns.push_back({{"name", column.name},
                       {"type", column.type},
                       {"format", column.format},
                       {"description", column.description},
                       {"priority", column.priority}});
  }
  return columns;
}

json cells_of(const std::vector<Cell>& cells) {
  json row = json::array();
  for (const Cell& cell : cells) {
    std::visit([&row](const auto& value) { row.push_back(value); }, cell);
  }
  return row;
}

void write_row_object(const Object& object, RowObject rows, std::string_view version, std::string& out) {
  switch (rows) {
    case RowObject::kNone: out += "null"; break;
    case RowObject::kObject: write_json(object, out); break;
    case RowObject::kMetadata: write_partial_metadata(object, version, out); break;
  }
}

}  // namespace

void write_table(const KindInfo& kind, const View* view, const std::vector<ObjectRef>& objects,
                 RowObject rows, bool with_columns, std::string_view version, std::string_view metadata,
                 TimePoint now, std::string& out) {
  const custom::Version* custom = custom::version_of(kind, view);
  const Printer* printer = custom == nullptr ? &printer_of(kind) : nullptr;
  out += R"({"kind":"Table","apiVersion":"meta.k8s.io/)";
  out.append(version).append(R"(","metadata":)").append(metadata);
  out += R"(,"columnDefinitions":)";
  out += !with_columns       ? "[]"
         : custom != nullptr ? custom_columns(*custom).dump()
                             : columns_of(*printer).dump();
  out += R"(,"rows":[)";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    if (i > 0) out += ',';
    const json cells = custom != nullptr ? custom_cells(*custom, *objects[i], now)
                                         : cells_of(printer->row(*objects[i], now));
    out += R"({"cells":)" + cells.dump() + R"(,"object":)";
    write_row_object(*objects[i], rows, version, out);
    out += '}';
  }
  out += "]}";
}

void write_partial_metadata(const Object& object, std::string_view version, std::string& out) {
  out += R"({"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/)";
  out.append(version).append(R"(","metadata":)");
  write_metadata_json(object.metadata, out);
  out += '}';
}

}  // namespace podium
