# tapir_build_facts: a header with the revision, the compiler, its flags and the libraries' versions,
# kept true at every build.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
set(build_flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}} -ffp-contract=off")
if(TAPIR_SANITIZE)
  string(APPEND build_flags " -fsanitize=${TAPIR_SANITIZE}")
endif()
string(STRIP "${build_flags}" build_flags)
string(REPLACE "," "+" build_flags "${build_flags}")
file(STRINGS "${GEMMI_INCLUDE_DIR}/gemmi/version.hpp" gemmi_version REGEX "define GEMMI_VERSION")
string(REGEX REPLACE ".*\"(.*)\".*" "\\1" gemmi_version "${gemmi_version}")
string(CONCAT build_libraries
  "openssl=${OPENSSL_VERSION},nlohmann_json=${nlohmann_json_VERSION},fmt=${fmt_VERSION},"
  "cli11=${CLI11_VERSION},spdlog=${spdlog_VERSION},eigen=${Eigen3_VERSION},libpng=${PNG_VERSION_STRING},zlib=${ZLIB_VERSION_STRING},"
  "libarchive=${LibArchive_VERSION},gemmi=${gemmi_version}")
set(TAPIR_BUILD_FACTS_DIR "${PROJECT_BINARY_DIR}/facts")
add_custom_target(tapir_build_facts
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR}
    -DOUT=${TAPIR_BUILD_FACTS_DIR}/build_facts.hpp
    "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
    "-DFLAGS=${build_flags}" "-DLIBRARIES=${build_libraries}"
    -P ${PROJECT_SOURCE_DIR}/cmake/write_build_facts.cmake
  BYPRODUCTS ${TAPIR_BUILD_FACTS_DIR}/build_facts.hpp
  COMMENT "Looking at the revision" VERBATIM)
