// Whether a text is an expression of RE2's syntax, in which schemas write their patterns. A pure function.
#pragma once

#include <string>
#include <string_view>

namespace podium::custom {

// What is wrong with it, as Go words it: "error parsing regexp: missing closing ]: `[a-`". Empty if nothing.
// Source: the syntax page of RE2.
std::string pattern_fault(std::string_view pattern);

}  // namespace podium::custom
