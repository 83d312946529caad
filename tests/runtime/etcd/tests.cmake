# The store runs on real time here, against real etcd members that the tests start.
target_sources(${target}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests/runtime/etcd/etcd_cluster.cpp)
target_link_libraries(${target}_test PRIVATE podium_runtime_real podium_runtime_http)
