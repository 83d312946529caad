# It works against an API server and a simulated cloud, in virtual time.
target_link_libraries(${target}_test PRIVATE podium_control_plane_api podium_sim_engine podium_sim_world
                                             podium_runtime_chronicle)
