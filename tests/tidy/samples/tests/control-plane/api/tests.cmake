# The tests of the API run on the engine.
target_link_libraries(podium_control_plane_api_test PRIVATE podium_sim_engine)
