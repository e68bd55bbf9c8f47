# Writes what evidence says of the build: cmake -DSOURCE=... -DOUT=... -DCOMPILER=... -DFLAGS=...
# -DLIBRARIES=name=version,... -P this. Run at every build, because the revision changes without
# CMake; the file is only touched when it says something new.
set(revision "unknown")
find_program(GIT git)
if(GIT AND EXISTS "${SOURCE}/.git") # an unpacked release inside another repository has none
  execute_process(COMMAND "${GIT}" -C "${SOURCE}" rev-parse HEAD
    OUTPUT_VARIABLE head RESULT_VARIABLE failed ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  execute_process(COMMAND "${GIT}" -C "${SOURCE}" status --porcelain --untracked-files=no
    OUTPUT_VARIABLE changes ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT failed)
    set(revision "${head}")
    if(changes)
      string(APPEND revision "+changes")
    endif()
  endif()
endif()
string(REPLACE "\"" "\\\"" FLAGS "${FLAGS}")
file(CONFIGURE OUTPUT "${OUT}" CONTENT "#pragma once

// written by cmake/write_build_facts.cmake
namespace tapir::harness::build_facts {

inline constexpr const char* git_sha = \"${revision}\";
inline constexpr const char* compiler = \"${COMPILER}\";
inline constexpr const char* flags = \"${FLAGS}\";
inline constexpr const char* libraries = \"${LIBRARIES}\"; // name=version,name=version

} // namespace tapir::harness::build_facts
")
