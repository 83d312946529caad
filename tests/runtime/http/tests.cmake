# The clients of these tests: curl as a child process, and a bare socket.
file(GLOB http_test_support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/runtime/http/support/*.cpp)
target_sources(${target}_test PRIVATE ${http_test_support})
target_link_libraries(${target}_test PRIVATE OpenSSL::SSL)
