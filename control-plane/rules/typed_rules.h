// The rules that all kinds with a spec and a status share, over the kind's struct.
#pragma once

#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {

template <class T>
void keep_status_of(Object& fresh, const Object& old) {
  static_cast<T&>(fresh).status = static_cast<const T&>(old).status;
}

template <class T>
void keep_spec_of(Object& fresh, const Object& old) {
  static_cast<T&>(fresh).spec = static_cast<const T&>(old).spec;
}

template <class T>
bool spec_differs(const Object& old, const Object& fresh) {
  return !(static_cast<const T&>(old).spec == static_cast<const T&>(fresh).spec);
}

// The rules of a namespaced kind T whose `spec` is a Box and counts as its generation, from what is
// special to the kind: its defaults, the validity of an object but for its metadata, and what may not
// change. A write that shares the old spec, as a controller's does, is asked for its metadata only.
template <class T, void (*kSetDefaults)(T&), void (*kCheck)(const T&, FieldErrors&),
          void (*kCheckChange)(const T& before, const T& after, FieldErrors&),
          NameForm kName = NameForm::kSubdomain>
const Rules& workload_rules() {
  static const Rules rules = {[](Object& object) { kSetDefaults(static_cast<T&>(object)); },
                              [](const Object& object) {
                                FieldErrors errors;
                                check_metadata(object.metadata, true, kName, errors);
                                kCheck(static_cast<const T&>(object), errors);
                                return errors;
                              },
                              [](const Object& old, const Object& fresh) {
                                FieldErrors errors;
                                const T &before = static_cast<const T&>(old),
                                        &after = static_cast<const T&>(fresh);
                                check_metadata(after.metadata, true, kName, errors);
                                if (before.spec.same_as(after.spec)) return errors;
                                kCheck(after, errors);
                                kCheckChange(before, after, errors);
                                return errors;
                              },
                              &spec_differs<T>,
                              &keep_status_of<T>,
                              &keep_spec_of<T>};
  return rules;
}

}  // namespace podium
