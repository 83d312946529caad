# Whole managers run against the API server, in virtual time.
foreach(used podium_control_plane_api podium_sim_engine podium_sim_world podium_runtime_chronicle)
  if(TARGET ${used})
    target_link_libraries(${target}_test PRIVATE ${used})
  endif()
endforeach()
