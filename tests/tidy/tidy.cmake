# The rules of the project as tests: on the tree, and on samples that break each of them.

function(podium_tidy_tests)
  if(NOT PODIUM_TESTS)
    return()
  endif()
  set(python /usr/bin/python3)  # any Python 3.9 will do; the distribution's is preferred, as elsewhere
  if(NOT EXISTS ${python})
    find_program(PODIUM_PYTHON3 python3 REQUIRED)
    set(python ${PODIUM_PYTHON3})
  endif()
  add_test(NAME tidy COMMAND ${python} ${PROJECT_SOURCE_DIR}/tests/tidy/tidy.py)
  add_test(NAME "tidy: each rule is found broken in the samples"
           COMMAND ${python} ${PROJECT_SOURCE_DIR}/tests/tidy/samples_test.py)
  add_test(NAME "templates: what ./dev new writes compiles"
           COMMAND ${python} ${PROJECT_SOURCE_DIR}/tests/support/templates/templates_test.py)
  set_tests_properties(tidy "tidy: each rule is found broken in the samples"
                       "templates: what ./dev new writes compiles" PROPERTIES LABELS static)
endfunction()
