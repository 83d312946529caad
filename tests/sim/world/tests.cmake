# The tests run on the real engine, of which sim/world itself knows nothing.
target_link_libraries(podium_sim_world_test PRIVATE podium_sim_engine)
