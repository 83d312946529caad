# Responses are compressed, if the client accepts it; connections are encrypted, if the server has a key.
find_package(CURL REQUIRED)
target_link_libraries(${target} PRIVATE ZLIB::ZLIB OpenSSL::SSL CURL::libcurl)
