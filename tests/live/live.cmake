# Unmodified clients against the program as users start it.

function(podium_live_test name script)
  add_test(NAME "live: ${name}"
           COMMAND ${PODIUM_PYTHON3} ${PROJECT_SOURCE_DIR}/tests/live/${script} $<TARGET_FILE:podium>
           WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties("live: ${name}" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900)
endfunction()

function(podium_kubectl_tests)
  if(NOT PODIUM_TESTS OR NOT TARGET podium)
    return()
  endif()
  find_program(PODIUM_PYTHON3 NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
  podium_live_test("every kubectl drives podium up" kubectl.py)
  podium_live_test("three kubectl versions work side by side" side_by_side.py)
  podium_live_test("recorded kubectl commands do what they did" recorded_commands.py)
  podium_live_test("kubectl over TLS streams through a renewal of certificates" tls.py)
  podium_live_test("the official Python client drives podium up" python_client.py)
  podium_live_test("a cluster in a file survives kill -9 under load" durable.py)
  podium_live_test("a cluster moves from etcd to a file" moving.py)
endfunction()
