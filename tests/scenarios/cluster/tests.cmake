# Two clusters here share one etcd, on real time.
target_sources(${target}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests/runtime/etcd/etcd_cluster.cpp
                                      ${PROJECT_SOURCE_DIR}/tests/history/durable_backing.cpp)
target_link_libraries(${target}_test PRIVATE podium_runtime_real podium_runtime_etcd podium_runtime_http)
