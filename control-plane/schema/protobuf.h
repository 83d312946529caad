// Request bodies of Content-Type application/vnd.kubernetes.protobuf, which kubectl from 1.32 on sends: to a
// JSON tree, by the table. Answers stay JSON: clients that send protobuf accept it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "control-plane/schema/type.h"

namespace podium::schema {

class Table;

// The envelope around every body: what it holds, and the bytes of that. Borrows the body.
struct Envelope {
  std::string_view api_version, kind;
  std::string_view content;
  std::string_view content_encoding, content_type;  // empty: protobuf
};

// Each returns what is wrong with the bytes; empty if nothing is.
std::string open_envelope(std::string_view body, Envelope& envelope);
std::string decode_message(const Type& type, std::string_view message, nlohmann::json& object);

// Both steps, with apiVersion and kind set as in the envelope. Unknown protobuf fields are left out silently,
// as upstream does.
std::string decode_protobuf(const Table& table, std::string_view body, nlohmann::json& object);

}  // namespace podium::schema
