// SHA-512, as Kubernetes names versions of a document: upper-case hexadecimal.
#pragma once

#include <string>
#include <string_view>

namespace podium::schema {

std::string sha512_hex(std::string_view text);

}  // namespace podium::schema
