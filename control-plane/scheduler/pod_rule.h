// Which pods a rule is about: those of some namespaces that some labels pick. What spreading and
// affinity between pods count.
#pragma once

#include <vector>

#include "control-plane/objects/kinds/pod.h"

namespace podium {

// Labels of namespaces, by name. A namespace that is not (yet) known has none.
class NamespaceLabels {
 public:
  void set(const Text& name, Labels labels);
  void remove(const Text& name);
  const Labels& of(const Text& name) const;
  // Grows with each change: what depended on labels of namespaces is void.
  std::uint64_t version() const { return version_; }

 private:
  std::vector<std::pair<Text, Labels>> known_;  // sorted by name
  std::uint64_t version_ = 0;
};

struct PodTerm {
  List<Text> namespaces;                  // any of these,
  Box<LabelSelector> namespace_selector;  // or any whose labels match; absent: none
  Box<LabelSelector> selector;            // absent: no pod

  bool matches(const Pod& pod, const NamespaceLabels& namespaces) const;
  bool operator==(const PodTerm&) const = default;
};

// What an affinity term of a pod means: without namespaces it is about the pod's own.
// Source: framework.newAffinityTerm of Kubernetes 1.33.
PodTerm term_of(const PodAffinityTerm& term, const Text& own_namespace);

struct PodRule {
  std::vector<PodTerm> all_of;     // a pod counts if it matches every one
  bool counts_terminating = true;  // also pods that are being deleted

  bool matches(const Pod& pod, const NamespaceLabels& namespaces) const;
  bool operator==(const PodRule&) const = default;
};

std::size_t hash_of(const PodRule& rule);

// The selector that asks for all that both ask for. An absent one picks nothing, and so does the result.
Box<LabelSelector> both(const Box<LabelSelector>& left, const Box<LabelSelector>& right);

}  // namespace podium
