# Pods run in a simulated world with an API server, of which the kubelet itself knows nothing.
target_link_libraries(podium_control_plane_kubelet_test PRIVATE podium_sim_engine podium_sim_world
                      podium_control_plane_api podium_runtime_chronicle)
