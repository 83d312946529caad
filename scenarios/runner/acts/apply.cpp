// What a user does with kubectl apply: apply, of a manifest written here or in a file beside the scenario.
#include <filesystem>

#include "control-plane/codec/manifest.h"
#include "control-plane/custom/manifest_kinds.h"
#include "scenarios/runner/act.h"
#include "scenarios/runner/scenario.h"

namespace podium::scenario {
namespace {

// Custom kinds are those that the same text defines.
Manifests manifests_of(const Section& s) {
  const auto kinds = std::make_shared<custom::ManifestKinds>();
  if (!s.has("file")) return podium::read_manifests(s.text("manifest"), s.where(), kinds);
  const std::filesystem::path folder = std::filesystem::path(s.document().file()).parent_path();
  const std::string file = (folder / s.text("file")).string();
  return podium::read_manifests(read_file(file), file, kinds);
}

class Apply final : public Act {
 public:
  explicit Apply(const Section& s) : manifests_(manifests_of(s)) {
    if (!manifests_.error.empty()) throw Mistake(manifests_.error);
    if (manifests_.objects.empty()) s.fail("there is nothing to apply: expected a manifest");
  }

  std::string told() const override {
    std::string names;
    for (const Ref<Object>& object : manifests_.objects)
      names += (names.empty() ? "" : ", ") + subject_of(*object);
    return "apply " + names;
  }

  Status begin(Cluster& cluster, Random&) override {
    const ApiStatus status = cluster.apply(manifests_.objects);
    return status.ok() ? Status() : Error{ErrorCode::kRefused, status.message};
  }

 private:
  Manifests manifests_;
};

std::unique_ptr<Act> read(const Section& s) { return std::make_unique<Apply>(s); }

}  // namespace

std::vector<Verb> apply_act() { return {{"apply", &read}}; }

}  // namespace podium::scenario
