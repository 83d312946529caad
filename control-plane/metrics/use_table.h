// What the nodes said last that their containers use, and what is thereby known.
//
// As Kubernetes' metrics server: a rate needs two scrapes, so a container or node is known from its second
// scrape on, and a container that was restarted from its second scrape after that.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "control-plane/client/node_api.h"

namespace podium {

class UseTable {
 public:
  struct Scrape {
    TimePoint at{};
    Duration window{0};  // since the scrape before
    std::int64_t cpu_milli = 0, memory = 0;
  };
  struct PodScrape {
    struct Container {
      Text name;
      std::int64_t cpu_milli = 0, memory = 0;
    };
    TimePoint at{};
    Duration window{0};
    std::vector<Container> containers;
  };

  void take(const Text& node, const NodeUse& use);
  void forget(const Text& node);

  // Nothing while there is too little to tell. A pod is known if all its containers are that ran in the
  // last scrape of its node.
  std::optional<Scrape> node(const Text& name) const;
  std::optional<PodScrape> pod(const Text& node, const Key& pod) const;

 private:
  struct Node {
    NodeUse last;  // its containers ordered by pod
    TimePoint before{};
    std::vector<bool> known;  // of each container of `last`
  };
  std::map<Text, Node> nodes_;
};

}  // namespace podium
