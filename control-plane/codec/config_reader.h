// Reads fields of a configuration one by one and remembers the first thing that is wrong.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

namespace podium {

class ConfigReader {
 public:
  using Json = nlohmann::json;

  const std::string& error() const { return error_; }
  bool ok() const { return error_.empty(); }
  void fail(const std::string& path, const std::string& what) {
    if (error_.empty()) error_ = (path.empty() ? "" : path + ": ") + what;
  }

  // `tree` is an object with no fields but these.
  void fields(const Json& tree, const std::string& path, std::initializer_list<const char*> known);
  // The field if it is there, of the right type and within bounds; `value` stays as it is otherwise.
  void number(const Json& tree, const std::string& path, const char* field, std::int64_t least,
              std::int64_t most, std::int64_t& value);
  void text(const Json& tree, const std::string& path, const char* field, std::string& value);
  // Calls visit(entry, its path) for each entry of a list that may be absent.
  template <class F>
  void each(const Json& tree, const std::string& path, const char* field, F visit) {
    const auto found = tree.is_object() ? tree.find(field) : tree.end();
    if (!tree.is_object() || found == tree.end()) return;
    const std::string place = path.empty() ? field : path + "." + field;
    if (!found->is_array()) return fail(place, "Invalid value: " + found->dump() + ": expected a list");
    for (std::size_t i = 0; i < found->size() && ok(); ++i)
      visit((*found)[i], place + "[" + std::to_string(i) + "]");
  }

 private:
  std::string error_;
};

}  // namespace podium
