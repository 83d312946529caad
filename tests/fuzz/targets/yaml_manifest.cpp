// Manifests as users write them.
#include <string>

#include "control-plane/codec/manifest.h"
#include "tests/fuzz/target.h"

PODIUM_FUZZ_TARGET(input) {
  const podium::Manifests manifests = podium::read_manifests(std::string(input), "fuzz.yaml");
  podium::fuzz::expect(manifests.objects.size() == manifests.origins.size(), "every object has an origin");
}
