# Unmodified clients against the program as users start it.

function(podium_kubectl_tests)
  if(NOT PODIUM_TESTS OR NOT TARGET podium)
    return()
  endif()
  find_program(PODIUM_PYTHON3 NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
  add_test(NAME "live: every kubectl drives podium up"
           COMMAND ${PODIUM_PYTHON3} ${PROJECT_SOURCE_DIR}/tests/live/kubectl.py $<TARGET_FILE:podium>
           WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties("live: every kubectl drives podium up" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900)
endfunction()
