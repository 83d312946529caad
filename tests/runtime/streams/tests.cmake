# A live server with its bare clients as in the tests of runtime/http, and processes to serve and to drive.
file(GLOB streams_test_support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/runtime/streams/support/*.cpp)
target_sources(${target}_test PRIVATE ${streams_test_support}
               ${PROJECT_SOURCE_DIR}/tests/runtime/http/support/live_server.cpp
               ${PROJECT_SOURCE_DIR}/tests/runtime/http/support/raw_client.cpp)
