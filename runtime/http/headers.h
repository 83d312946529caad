// The header fields of a message, in order. Names compare without regard to case (RFC 9110, 5.1).
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podium::http {

class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  // The first value of that name. It lives as long as these headers are not changed.
  std::optional<std::string_view> find(std::string_view name) const;
  // Whether some field of that name lists `token`, as in "Connection: keep-alive, Upgrade".
  bool lists(std::string_view name, std::string_view token) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

// Whether two names are the same but for the case of ASCII letters.
bool same_name(std::string_view a, std::string_view b);

// Whether an Accept-Encoding value allows gzip: it is named (or "*" is), and not with q=0.
bool accepts_gzip(const Headers& headers);

}  // namespace podium::http
