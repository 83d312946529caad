// Objects as a Table: what kubectl asks for and prints.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/gateway/printer.h"

namespace podium {

struct View;

// What each row carries of its object.
enum class RowObject { kMetadata, kObject, kNone };

// Writes a Table of `objects` into `out`. `view`: the version that was asked for, null for the stored one.
// `metadata`: the list's metadata, as JSON text.
void write_table(const KindInfo& kind, const View* view, const std::vector<ObjectRef>& objects,
                 RowObject rows, bool with_columns, std::string_view version, std::string_view metadata,
                 TimePoint now, std::string& out);

// Writes the object as PartialObjectMetadata of meta.k8s.io/`version`.
void write_partial_metadata(const Object& object, std::string_view version, std::string& out);

}  // namespace podium
