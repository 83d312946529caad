// The verbs of the program, one file each.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace podium::cli {

struct Result {
  int exit_code = 0;
};

// Each adds its verb; when it is called it runs and leaves its exit code in `result`.
void add_run(CLI::App& app, Result& result);
void add_up(CLI::App& app, Result& result);
void add_store(CLI::App& app, Result& result);
void add_clock(CLI::App& app, Result& result);
void add_why(CLI::App& app, Result& result);
void add_swarm(CLI::App& app, Result& result);
void add_explain(CLI::App& app, Result& result);

// Where the last run's events are kept for `podium why`.
std::string last_run_file();

// A sentence on standard error, and the exit code of a usage mistake.
int complain(const std::string& message);

}  // namespace podium::cli
