# One program per component, of all its objects and no more of the others than its line in
# CMakeLists.txt lets it use. A symbol from elsewhere fails the link, even if the includes were allowed.

function(podium_link_tests)
  if(NOT PODIUM_TESTS)
    return()
  endif()
  add_library(podium_link_main OBJECT ${PROJECT_SOURCE_DIR}/tests/link/main.cpp)
  get_property(targets DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTY BUILDSYSTEM_TARGETS)
  list(REMOVE_ITEM targets podium_test_main)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    if(NOT type STREQUAL "STATIC_LIBRARY")
      continue()
    endif()
    add_executable(${target}_link_test $<TARGET_OBJECTS:podium_link_main>)
    target_link_libraries(${target}_link_test PRIVATE $<LINK_LIBRARY:WHOLE_ARCHIVE,${target}>)
    set_target_properties(${target}_link_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/link)
    # Running it shows that no object does anything before main().
    add_test(NAME "link: ${target}" COMMAND ${target}_link_test)
    set_tests_properties("link: ${target}" PROPERTIES LABELS static)
  endforeach()
endfunction()
