// A run as one page: self-contained, for screens wide and narrow, light and dark, and for paper.
#pragma once

#include <iosfwd>
#include <string>

#include "scenarios/runner/run.h"

namespace podium {

// `name` and `about` are the scenario's, `repeat` the command that runs it again. All text is escaped.
void write_html(const scenario::Outcome& outcome, const std::string& name, const std::string& about,
                const std::string& repeat, std::ostream& out);

}  // namespace podium
