// podium store: moves what a cluster keeps from one durable store to another, and looks whether it is whole.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "control-plane/durable/export.h"
#include "runtime/real/real_executor.h"
#include "scenarios/cli/store_options.h"
#include "scenarios/cli/verbs.h"
#include "scenarios/live/store_contents.h"

namespace podium::cli {
namespace {

int export_store(const live::StoreSpec& spec) {
  const auto contents = live::read_contents(spec);
  if (!contents.ok()) return complain(contents.error().message);
  std::cout << export_text(contents.value()) << std::flush;
  return std::cout ? 0 : complain("the export could not be written: is the disk full?");
}

int import_store(const live::StoreSpec& spec, bool into_others) {
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  ImportPlan plan = live::plan_contents(text);
  if (!plan.error.empty()) return complain("nothing was imported: " + plan.error);
  const std::size_t count = plan.transactions.size();
  const Status done = live::import_contents(spec, std::move(plan.transactions), into_others);
  if (!done.ok()) return complain(done.error().message);
  std::cout << count << " objects imported.\n";
  return 0;
}

int check_store(const std::string& file) {
  if (!std::ifstream(file)) return complain("there is no " + file);
  const auto contents = live::read_contents({.text = "sqlite:" + file, .etcd_tls = {}});
  if (!contents.ok()) return complain(contents.error().message);
  std::cout << file << " is in order: " << contents.value().entries.size() << " objects, revision "
            << contents.value().revision << ".\n";
  return 0;
}

}  // namespace

void add_store_options(CLI::App& verb, const std::string& name, live::StoreSpec& spec) {
  verb.add_option(name, spec.text, "sqlite:FILE or etcd:http://HOST:2379[,http://HOST:2379...]");
  verb.add_option("--etcd-prefix", spec.etcd_prefix, "Of our keys in that etcd")->capture_default_str();
  verb.add_option("--etcd-cafile", spec.etcd_tls.authority, "Who has signed etcd's certificates");
  verb.add_option("--etcd-certfile", spec.etcd_tls.certificate, "What we show to etcd");
  verb.add_option("--etcd-keyfile", spec.etcd_tls.key, "The key of that");
}

void add_store(CLI::App& app, Result& result) {
  CLI::App* store = app.add_subcommand("store", "Export, import or check what a cluster keeps");
  store->require_subcommand(1);

  auto from = std::make_shared<live::StoreSpec>();
  CLI::App* exporting = store->add_subcommand("export", "Write every object to standard output, one a line");
  add_store_options(*exporting, "--from", *from);
  exporting->get_option("--from")->required();
  exporting->callback([from, &result] { result.exit_code = export_store(*from); });

  auto to = std::make_shared<live::StoreSpec>();
  auto into_others = std::make_shared<bool>(false);
  CLI::App* importing = store->add_subcommand("import", "Read an export from standard input into a store");
  add_store_options(*importing, "--to", *to);
  importing->get_option("--to")->required();
  importing->add_flag("--into-others", *into_others, "Even if there are other objects in that store");
  importing->callback([to, into_others, &result] { result.exit_code = import_store(*to, *into_others); });

  auto file = std::make_shared<std::string>();
  CLI::App* checking = store->add_subcommand("check", "Read a SQLite store as a whole: is it damaged?");
  checking->add_option("FILE", *file, "The file")->required();
  checking->callback([file, &result] { result.exit_code = check_store(*file); });
}

}  // namespace podium::cli
