# Responses are compressed, if the client accepts it.
target_link_libraries(${target} PRIVATE ZLIB::ZLIB)
