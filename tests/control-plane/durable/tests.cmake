# Objects are written to a real file here, on real time.
target_link_libraries(${target}_test PRIVATE podium_runtime_real podium_runtime_sqlite)
