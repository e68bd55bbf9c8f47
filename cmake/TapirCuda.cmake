# CUDA is optional: found when asked for and present. The backend itself is not in this version,
# so a toolkit changes nothing but this message; `--device cuda` exits 6 either way.
set(TAPIR_CUDA_FOUND FALSE)
if(TAPIR_CUDA)
  find_package(CUDAToolkit QUIET)
  if(CUDAToolkit_FOUND)
    set(TAPIR_CUDA_FOUND TRUE)
    message(STATUS "CUDA toolkit ${CUDAToolkit_VERSION} found; this version has no CUDA backend yet")
  else()
    message(STATUS "no CUDA toolkit found; building for the CPU")
  endif()
endif()
