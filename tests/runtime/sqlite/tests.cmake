# The store runs on real time here; a child process is this program, found by its name.
target_link_libraries(${target}_test PRIVATE podium_runtime_real SQLite::SQLite3)
