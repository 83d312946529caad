// The expressions that schemas write their patterns in: RE2's, as Kubernetes reads them. Matching takes time
// that grows with the text alone, whatever the expression.
#pragma once

#include <string>

namespace podium::custom {

// What is wrong with the expression, as Go words it: "error parsing regexp: missing closing ]: `[a-`". Empty
// if nothing.
std::string pattern_fault(const std::string& pattern);

// Whether a text matches the expression somewhere. One that cannot be read matches everything: definitions
// that hold such a one are refused before.
bool matches_pattern(const std::string& text, const std::string& pattern);

}  // namespace podium::custom
