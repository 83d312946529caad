# Random clients on bad links, and a checker of what they saw.

function(podium_history_tests)
  if(NOT PODIUM_TESTS)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/history/*.cpp)
  add_executable(podium_history_test ${sources})
  target_sources(podium_history_test PRIVATE ${PROJECT_SOURCE_DIR}/tests/runtime/etcd/etcd_cluster.cpp)
  target_link_libraries(podium_history_test PRIVATE podium_control_plane_api podium_sim_engine
                                                    podium_sim_world podium_runtime_chronicle
                                                    podium_runtime_real podium_runtime_sqlite
                                                    podium_runtime_etcd podium_runtime_http
                                                    podium_test_main)
  catch_discover_tests(podium_history_test TEST_PREFIX "history: " WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                       PROPERTIES TIMEOUT 300)
endfunction()
