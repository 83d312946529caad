// What SPDY/3 header blocks are compressed against.
#pragma once

#include <string>

namespace podium::streams {

// The preset dictionary of SPDY/3 (draft 3, 2.6.10.1): 1423 bytes, Adler-32 e3c6a7c2.
std::string spdy_dictionary();

}  // namespace podium::streams
