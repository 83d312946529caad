#include "tests/history/workload.h"

#include "tests/history/site.h"
#include "tests/history/watcher.h"
#include "tests/history/writer.h"

namespace podium::history {
namespace {

class Run {
 public:
  Run(const WorkloadOptions& options, const std::vector<Backing*>& backings)
      : options_(options), site_(options.seed, backings), random_(site_.engine.random("workload")) {
    site_.add("witness");
    witness_ = std::make_unique<Watcher>(connect("witness", site_.servers() - 1), notes_);
    for (int i = 0; i < options.writers; ++i) {
      const std::string name = machine("writer", i);
      writers_.push_back(
          std::make_unique<Writer>(connect(name, server_of(i)), name, options.objects, notes_));
    }
    for (int i = 0; i < options.watchers; ++i) {
      const std::string name = machine("watcher", i);
      watchers_.push_back(std::make_unique<Watcher>(connect(name, server_of(i)), notes_));
    }
    for (int i = 0; i < options.listers; ++i) add_lister(machine("lister", i), server_of(i));
  }

  Recorded record() {
    witness_->act();
    for (const auto& watcher : watchers_) watcher->act();
    site_.run_for(3s);  // the watchers are there before the first write
    for (const auto& writer : writers_) writer->act();
    for (const auto& lister : listers_) lister->list();
    for (int i = 0; i < options_.troubles; ++i) make_trouble();
    notes_.writing = false;
    site_.run_for(1min);  // the last writes are answered, or given up
    site_.settle();
    site_.run_for(2min);
    witness_->finish();
    for (const auto& watcher : watchers_) watcher->finish();
    return std::move(notes_.recorded);
  }

 private:
  std::size_t server_of(int client) const { return static_cast<std::size_t>(client) % site_.servers(); }

  std::string machine(const std::string& role, int number) {
    machines_.push_back(role + "-" + std::to_string(number));
    site_.add(machines_.back());
    return machines_.back();
  }

  std::unique_ptr<Client> connect(const std::string& machine, std::size_t server) {
    ClientOptions options;
    options.endpoint = Site::name(server);
    options.timeout = 5s;
    options.dead_peer_after = 5s;
    return std::make_unique<Client>(site_.engine, site_.world.network(), machine, random_.fork(machine),
                                    options);
  }

  void add_lister(const std::string& machine, std::size_t server) {
    lister_clients_.push_back(connect(machine, server));
    Client& client = *lister_clients_.back();
    const std::size_t index = listers_.size();
    listers_.push_back(std::make_unique<Lister>(client, notes_, [this, &client, index](std::uint64_t) {
      if (!notes_.writing) return;
      client.executor().run_after(500ms, [this, index] { listers_[index]->list(); });
    }));
  }

  // The last of several servers is the witness's, and goes on.
  void make_trouble() {
    site_.run_for(random_.between(1s, 5s));
    const std::string& victim = machines_[random_.below(machines_.size())];
    const std::size_t server = random_.below(std::max<std::size_t>(1, site_.servers() - 1));
    sim::WorldChaos& chaos = site_.world.chaos();
    switch (random_.below(4)) {
      case 0: return cut(victim, Site::name(random_.below(site_.servers())));
      case 1: (void)chaos.slow_link(victim, Site::name(server), {200ms, 300ms, {1, 5}}, false); break;
      case 2:
        site_.stop(server);
        site_.run_for(random_.between(1ms, 3s));
        site_.start(server);
        break;
      default: forget();
    }
  }

  void cut(const std::string& victim, const std::string& server) {
    sim::WorldChaos& chaos = site_.world.chaos();
    (void)chaos.cut_link(victim, server, random_.chance({1, 2}));
    site_.run_for(random_.between(1s, 20s));
    if (random_.chance({1, 2})) forget();
    (void)chaos.mend_link(victim, server);
  }

  // What the witness has heard need not be kept for anybody.
  void forget() {
    for (std::size_t i = 0; i < site_.servers(); ++i) site_.store(i).compact(witness_->heard());
  }

  WorkloadOptions options_;
  Site site_;
  Random random_;
  Notes notes_;
  std::vector<std::string> machines_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
  // Its link is good, and nothing is forgotten before it was told: whatever happens, somebody knows of it.
  std::unique_ptr<Watcher> witness_;
  std::vector<std::unique_ptr<Client>> lister_clients_;
  std::vector<std::unique_ptr<Lister>> listers_;
};

}  // namespace

Recorded record(const WorkloadOptions& options) {
  InMemory memory;
  return record(options, {&memory});
}

Recorded record(const WorkloadOptions& options, const std::vector<Backing*>& backings) {
  return Run(options, backings).record();
}

}  // namespace podium::history
