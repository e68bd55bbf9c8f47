# Two interface targets that every library of ours links privately; no global flags.

# tapir_warnings: what the compiler may complain about.
add_library(tapir_warnings INTERFACE)
set(several_in_one "$<AND:$<BOOL:${CMAKE_UNITY_BUILD}>,$<CXX_COMPILER_ID:GNU>>")
set(warnings
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wdouble-promotion
  # Where several sources are one unit, a name of one is no reason against a local name of another, a
  # type of an anonymous namespace may be a part of another of its source, and GCC 12, which inlines
  # more, sees null pointers where there are none. scripts/check compiles each source by itself.
  $<IF:${several_in_one},-Wshadow=local,-Wshadow>
  $<IF:${several_in_one},-Wno-subobject-linkage,-Wnull-dereference>
  # GCC 12 sees overlapping copies in std::string's operator+ (its bug 105329)
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${TAPIR_WERROR}>:-Werror>)
target_compile_options(tapir_warnings INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:${warnings}>"
  # what nvcc makes of a .cu file is not ours to warn about in full
  "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall$<$<BOOL:${TAPIR_WERROR}>:;-Werror=all-warnings>>")

# tapir_strict_fp: every operation is rounded by itself, in source order.
add_library(tapir_strict_fp INTERFACE)
target_compile_features(tapir_strict_fp INTERFACE cxx_std_20)
# "omp simd" is a promise to the compiler and starts no thread.
target_compile_options(tapir_strict_fp INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-fno-fast-math;-fopenmp-simd>"
  "$<$<COMPILE_LANGUAGE:CUDA>:${TAPIR_CUDA_FLAGS}>")

# Of optimised code the lines are written down, for backtraces, and not where its variables stand: of
# a kernel in another number type that took four fifths of the compiler's time. The asan preset
# shows variables in a debugger.
target_compile_options(tapir_strict_fp INTERFACE
  "$<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:RelWithDebInfo>>:-g1>")

# Flags of the vector loops. None of them changes a result; without the first two nothing is
# vectorised (gcc needs -fno-trapping-math, clang -fno-math-errno).
set(TAPIR_ROW_LOOP_FLAGS -fno-trapping-math -fno-math-errno)
set(TAPIR_X86_64 OFF)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(TAPIR_X86_64 ON)
  list(APPEND TAPIR_ROW_LOOP_FLAGS -mprefer-vector-width=512)
endif()
# The parts of x86-64-v3 and x86-64-v4 that matter here, spelled so that gcc and clang know them
set(TAPIR_AVX2_FEATURES "avx2,fma")
set(TAPIR_AVX512_FEATURES "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma")
if(TAPIR_SANITIZE)
  # unoptimised they would run for minutes; all of them would compile for a quarter of an hour
  list(APPEND TAPIR_ROW_LOOP_FLAGS -O1 -DTAPIR_ONE_ROW_LOOP)
else()
  list(APPEND TAPIR_ROW_LOOP_FLAGS -O3)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  list(APPEND TAPIR_ROW_LOOP_FLAGS -Wno-pass-failed) # the baseline cannot be vectorised everywhere
endif()

if(TAPIR_SANITIZE)
  target_compile_options(tapir_strict_fp INTERFACE -fsanitize=${TAPIR_SANITIZE}
    -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(tapir_strict_fp INTERFACE -fsanitize=${TAPIR_SANITIZE})
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
