# Two interface targets that every library of ours links privately; no global flags.

# tapir_warnings: what the compiler may complain about.
add_library(tapir_warnings INTERFACE)
target_compile_options(tapir_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion
  # GCC 12 sees overlapping copies in std::string's operator+ (its bug 105329)
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${TAPIR_WERROR}>:-Werror>)

# tapir_strict_fp: every operation is rounded by itself, in source order.
add_library(tapir_strict_fp INTERFACE)
target_compile_features(tapir_strict_fp INTERFACE cxx_std_20)
target_compile_options(tapir_strict_fp INTERFACE -ffp-contract=off -fno-fast-math)

if(TAPIR_SANITIZE)
  target_compile_options(tapir_strict_fp INTERFACE -fsanitize=${TAPIR_SANITIZE}
    -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(tapir_strict_fp INTERFACE -fsanitize=${TAPIR_SANITIZE})
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
