// The completion indexes of an Indexed Job, as its status writes them: "0-2,5".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace podium::controllers {

class IndexSet {
 public:
  // What is not a number, or not below `below`, is left out: an elastic job may have become smaller.
  static IndexSet parse(std::string_view text, std::int32_t below);

  void insert(std::int32_t index);
  bool has(std::int32_t index) const;
  std::int32_t size() const;
  bool empty() const { return ranges_.empty(); }
  // Three and more in a row are written with a hyphen, as Kubernetes does: "1,2,5-7".
  std::string text() const;
  // How many indexes both have.
  std::int32_t in_common(const IndexSet& other) const;

  bool operator==(const IndexSet&) const = default;

 private:
  struct Range {
    std::int32_t first, last;
    bool operator==(const Range&) const = default;
  };

  std::vector<Range> ranges_;  // in order, with gaps between them
};

}  // namespace podium::controllers
