# SPDY compresses header blocks; the WebSocket handshake wants a SHA-1.
target_link_libraries(${target} PRIVATE ZLIB::ZLIB OpenSSL::Crypto)
