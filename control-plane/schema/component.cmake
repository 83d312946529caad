# The table is compiled in as text, so that a program needs no file beside it.
set(schema_text_file ${CMAKE_CURRENT_LIST_DIR}/kubernetes-1.33.schema)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema_text_file})
file(READ ${schema_text_file} schema_text)
set(schema_source ${PROJECT_BINARY_DIR}/generated/control-plane/schema/kubernetes_text.cpp)
file(CONFIGURE OUTPUT ${schema_source} @ONLY CONTENT "#include \"control-plane/schema/kubernetes_text.h\"

namespace podium::schema {
const std::string_view kKubernetesText = R\"schema(@schema_text@)schema\";
}
")
target_sources(${target} PRIVATE ${schema_source})
target_link_libraries(${target} PUBLIC nlohmann_json::nlohmann_json)
target_link_libraries(${target} PRIVATE OpenSSL::Crypto)
