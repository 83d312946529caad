// Reads the text form of a Table (its grammar heads kubernetes-1.33.schema) line by line. Types may be used
// before they are defined; everything is checked at the end.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control-plane/schema/table.h"

namespace podium::schema {

// A struct may have so many fields, so that the decoder can keep those it has seen in one word.
inline constexpr std::size_t kMaxFields = 64;

class TableParser {
 public:
  explicit TableParser(std::string_view text);
  std::unique_ptr<const Table> parse();

 private:
  void line(std::string_view text);
  void top_level(const std::vector<std::string>& words, std::string_view text);
  void struct_type(const std::vector<std::string>& words, std::string_view text);
  void field(const std::vector<std::string>& words, std::string_view text);
  void flag(Field& field, std::string_view word);
  void resource(const std::vector<std::string>& words);
  void subresource(const std::vector<std::string>& words);

  const Type& resolve(std::string_view expression);  // a type as a field line writes it
  std::string qualified(std::string_view name) const;
  Type& add_anonymous(std::string_view key);
  Type& named(const std::string& qualified_name);
  Type& define(std::string_view name, Shape shape);
  void flatten(Type& type);
  [[noreturn]] void fail(const std::string& why) const;

  std::string_view rest_;
  int line_number_ = 0;
  std::unique_ptr<Table> table_;
  std::string package_, openapi_;
  Type* struct_ = nullptr;  // the type that field lines belong to
  bool resource_section_ = false;
  std::map<std::string, Type*, std::less<>> anonymous_;  // scalars, lists and maps
  std::set<const Type*> defined_, flattened_;
  std::set<std::pair<const Type*, std::string>> borrowed_;  // fields that came from an inlined struct
};

}  // namespace podium::schema
