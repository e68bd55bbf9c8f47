# Looks at the device code of the engine, which needs no device:
#   fma     as many fused multiply-adds with contraction allowed as without: every one is written
#           down, so no flag can change a bit
#   spills  nothing of a kernel is spilled to local memory on CUDA architecture ARCH
# Usage: cmake -DCHECK=fma|spills -DNVCC=... -DROOT=... -DWORK=... [-DARCH=sm_90] -P
set(flags -std=c++20 -prec-div=true -prec-sqrt=true -ftz=false --expt-relaxed-constexpr
  -Xcompiler=-fopenmp-simd -I${ROOT}/engine/include -I${ROOT}/engine/src -I${ROOT}/trace/include)

set(units float64 mixed float32)

# compile(UNIT OPTIONS...): what nvcc said is in `messages`.
function(compile unit)
  execute_process(COMMAND ${NVCC} ${flags} ${ARGN} ${ROOT}/engine/src/cuda/kernels_${unit}.cu
    RESULT_VARIABLE failed OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(failed)
    message(FATAL_ERROR "nvcc failed:\n${out}${err}")
  endif()
  set(messages "${out}${err}" PARENT_SCOPE)
endfunction()

function(count_fused file result)
  file(STRINGS ${file} lines REGEX "fma\\.rn\\.f(32|64)")
  list(LENGTH lines count)
  set(${result} ${count} PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY ${WORK})
if(CHECK STREQUAL "fma")
  set(all 0)
  foreach(unit IN LISTS units)
    compile(${unit} -arch=compute_90 -fmad=false -ptx -o ${WORK}/${unit}_apart.ptx)
    compile(${unit} -arch=compute_90 -fmad=true -ptx -o ${WORK}/${unit}_fused.ptx)
    count_fused(${WORK}/${unit}_apart.ptx apart)
    count_fused(${WORK}/${unit}_fused.ptx fused)
    if(NOT apart EQUAL fused)
      message(FATAL_ERROR "${apart} fused multiply-adds of ${unit} without contraction, ${fused} "
        "with it: somewhere a * b + c is not written as fma or sum_of.")
    endif()
    math(EXPR all "${all} + ${apart}")
  endforeach()
  if(all LESS 1000)
    message(FATAL_ERROR "only ${all} fused multiply-adds: these are not the kernels.")
  endif()
  message(STATUS "${all} fused multiply-adds either way")
else()
  set(spills)
  foreach(unit IN LISTS units)
    compile(${unit} -arch=${ARCH} -fmad=false -Xptxas -v -cubin -o ${WORK}/${unit}_${ARCH}.cubin)
    string(REGEX MATCHALL "[0-9]+ bytes spill (stores|loads)" spills_of_unit "${messages}")
    list(APPEND spills ${spills_of_unit})
  endforeach()
  list(LENGTH spills count)
  if(count LESS 40)
    message(FATAL_ERROR "ptxas spoke of ${count} spills only; two a kernel were expected:\n${messages}")
  endif()
  foreach(spill IN LISTS spills)
    if(NOT spill MATCHES "^0 bytes")
      message(FATAL_ERROR "a kernel spills registers on ${ARCH}: ${spill}\n${messages}")
    endif()
  endforeach()
  message(STATUS "no spill in ${count} figures of ptxas on ${ARCH}")
endif()
