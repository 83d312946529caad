# A thousand drawn clusters, as `./dev sim --swarm 1000` runs them. Under sanitizers the few of the test
# program have to do.
if(NOT PODIUM_SANITIZE)
  add_test(NAME "swarm: a thousand drawn clusters hold" COMMAND podium swarm --seeds 1000 --from 1000
           WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
  set_tests_properties("swarm: a thousand drawn clusters hold" PROPERTIES TIMEOUT 900)
endif()
