target_link_libraries(${target}_test PRIVATE podium_sim_engine podium_sim_world podium_runtime_chronicle)
# Some API servers here keep their objects in real stores, on real time.
target_sources(${target}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests/runtime/etcd/etcd_cluster.cpp)
target_link_libraries(${target}_test PRIVATE podium_runtime_real podium_runtime_sqlite podium_runtime_etcd
                                             podium_runtime_http)
