#include "control-plane/objects/kinds/service_account.h"

namespace podium {

const Type& ServiceAccount::type() {
  using T = ServiceAccount;
  static const Type t =
      struct_type<T>("ServiceAccount",
                     {field("automountServiceAccountToken", &T::automount_service_account_token)}, &T::rest);
  return t;
}

const KindInfo& service_account_kind() {
  static const KindInfo kind = make_kind<ServiceAccount>(kind_index("service_account"), "", "v1",
                                                         "ServiceAccount", "serviceaccounts", true, false);
  return kind;
}

const KindInfo& ServiceAccount::info() { return service_account_kind(); }

}  // namespace podium
