# What is known of groups is held against a simulated cloud.
target_link_libraries(${target}_test PRIVATE podium_sim_engine podium_sim_world podium_runtime_chronicle)
