// Options of controllers, by their type: a controller asks for its own, and nobody lists them all.
#pragma once

#include <any>
#include <map>
#include <typeindex>

namespace podium::controllers {

class Settings {
 public:
  template <class Options>
  void set(Options options) {
    values_.insert_or_assign(std::type_index(typeid(Options)), std::move(options));
  }
  // What was set, or the defaults.
  template <class Options>
  Options get() const {
    const auto found = values_.find(std::type_index(typeid(Options)));
    return found == values_.end() ? Options{} : std::any_cast<Options>(found->second);
  }

 private:
  std::map<std::type_index, std::any> values_;
};

}  // namespace podium::controllers
