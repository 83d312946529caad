# zlib for the checksum of each row.
find_package(SQLite3 REQUIRED)
target_link_libraries(${target} PRIVATE SQLite::SQLite3 ZLIB::ZLIB Threads::Threads)
