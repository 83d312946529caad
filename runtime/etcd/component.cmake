find_package(CURL REQUIRED)
target_link_libraries(${target} PRIVATE CURL::libcurl nlohmann_json::nlohmann_json Threads::Threads)
