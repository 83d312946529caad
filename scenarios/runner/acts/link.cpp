// cut-link, slow-link: between two machines, or a machine and its switch; `one-way: true` for one direction
// only. mend-link: both directions.
#include "scenarios/runner/act.h"

namespace podium::scenario {
namespace {

class LinkAct : public Act {
 public:
  explicit LinkAct(const Section& s) : from_(s.text("from")), to_(s.text("to", "switch")) {
    if (from_ == to_) s.expected("to", "another machine than `from`");
  }
  std::vector<std::string> machines() const override { return {from_, to_}; }

 protected:
  std::string from_, to_;
};

class LinkFault : public LinkAct {
 public:
  explicit LinkFault(const Section& s) : LinkAct(s), one_way_(s.boolean("one-way", false)) {}
  bool undoable() const override { return true; }
  Status end(Cluster& cluster) override { return cluster.chaos().mend_link(from_, to_); }

 protected:
  std::string pair() const { return from_ + (one_way_ ? " -> " : " - ") + to_; }
  bool one_way_;
};

class CutLink final : public LinkFault {
 public:
  using LinkFault::LinkFault;
  std::string told() const override { return "cut the link " + pair(); }
  Status begin(Cluster& cluster, Random&) override { return cluster.chaos().cut_link(from_, to_, one_way_); }
};

class MendLink final : public LinkAct {
 public:
  using LinkAct::LinkAct;
  std::string told() const override { return "mend the link " + from_ + " - " + to_; }
  Status begin(Cluster& cluster, Random&) override { return cluster.chaos().mend_link(from_, to_); }
};

class SlowLink final : public LinkFault {
 public:
  explicit SlowLink(const Section& s) : LinkFault(s) {
    slowness_.latency = s.duration("latency", Duration{0});
    slowness_.jitter = s.duration("jitter", Duration{0});
    const double loss = s.number("loss", 0);  // per cent
    if (loss < 0 || loss > 100) s.expected("loss", "per cent of messages, 0 to 100");
    slowness_.loss = {static_cast<std::uint32_t>(loss * 100), 10'000};
    if (slowness_.latency + slowness_.jitter == Duration{0} && loss == 0)
      s.expected("latency", "what is added to each message, such as 50ms (or a jitter, or a loss)");
  }
  std::string told() const override {
    return "slow the link " + pair() + " by " + duration_text(slowness_.latency);
  }
  Status begin(Cluster& cluster, Random&) override {
    return cluster.chaos().slow_link(from_, to_, slowness_, one_way_);
  }

 private:
  Chaos::Slowness slowness_;
};

template <class A>
std::unique_ptr<Act> read(const Section& s) {
  return std::make_unique<A>(s);
}

}  // namespace

std::vector<Verb> link_act() {
  return {{"cut-link", &read<CutLink>}, {"mend-link", &read<MendLink>}, {"slow-link", &read<SlowLink>}};
}

}  // namespace podium::scenario
