# The table is compiled in as text, so that a program needs no file beside it.
set(roles_text_file ${CMAKE_CURRENT_LIST_DIR}/default-roles.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${roles_text_file})
file(READ ${roles_text_file} roles_text)
set(roles_source ${PROJECT_BINARY_DIR}/generated/control-plane/authorization/default_roles_text.cpp)
file(CONFIGURE OUTPUT ${roles_source} @ONLY CONTENT "#include \"control-plane/authorization/default_roles.h\"

namespace podium {
const std::string_view kDefaultRolesText = R\"roles(@roles_text@)roles\";
}
")
target_sources(${target} PRIVATE ${roles_source})
