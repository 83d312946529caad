// Tunables of the root CA publisher.
#pragma once

#include "control-plane/objects/text.h"

namespace podium::controllers {

struct RootCaOptions {
  // PEM, as pods get it to check the API server's certificate. A cluster without TLS inside has none.
  Text certificate;
};

}  // namespace podium::controllers
