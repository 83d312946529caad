// Looks at a page as text: whether its tags match, and how often something is there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podium::test {

inline int count(std::string_view page, std::string_view what) {
  int found = 0;
  for (std::size_t at = page.find(what); at != std::string_view::npos; at = page.find(what, at + what.size()))
    ++found;
  return found;
}

inline bool is_void(std::string_view tag) { return tag == "meta" || tag == "br" || tag == "!DOCTYPE"; }

// The first tag that is closed without being the innermost open one, or is left open; "" if all match.
// Style and script, whose content is no markup, are skipped.
inline std::string unbalanced_tag(std::string_view page) {
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string_view::npos; at = page.find('<', at)) {
    const std::size_t end = page.find('>', at);
    if (end == std::string_view::npos) return "a tag without end";
    const std::string_view inner = page.substr(at + 1, end - at - 1);
    const std::string name(inner.substr(0, inner.find_first_of(" \n")));
    at = end + 1;
    if (name.starts_with('/')) {
      if (open.empty() || open.back() != name.substr(1)) return name;
      open.pop_back();
    } else if (!inner.ends_with('/') && !is_void(name)) {
      open.push_back(name);
    }
    if (name == "style" || name == "script") at = page.find("</" + name, at);
  }
  return open.empty() ? "" : open.back();
}

}  // namespace podium::test
