// Files of keys: read whole, written at once, for nobody else to read. For the files of this folder only.
#pragma once

#include <optional>
#include <string>

#include "runtime/env/status.h"
#include "runtime/pki/authority.h"

namespace podium::pki {

// Nothing if there is no such file. Errors: kUnavailable.
Result<std::optional<std::string>> read_file(const std::string& path);
// Replaces the file as a whole. Errors: kUnavailable.
Status write_file(const std::string& path, const std::string& text);
// Makes the directory for its owner alone, unless it is there.
Status make_directory(const std::string& path);

// NAME.crt and NAME.key in the directory. Nothing if neither is there. Errors: kInvalid if one is.
Result<std::optional<KeyPair>> read_pair(const std::string& directory, const std::string& name);
Status write_pair(const std::string& directory, const std::string& name, const KeyPair& pair);

}  // namespace podium::pki
