# CUDA is optional and found when present. This version has no CUDA backend, so a toolkit changes
# nothing but this message; `--device cuda` exits 6 either way. TAPIR_CUDA=ON insists on a toolkit.
find_package(CUDAToolkit QUIET)
if(CUDAToolkit_FOUND)
  message(STATUS "CUDA toolkit ${CUDAToolkit_VERSION} found; this version has no CUDA backend")
elseif(TAPIR_CUDA)
  message(FATAL_ERROR "TAPIR_CUDA=ON, but no CUDA toolkit was found")
else()
  message(STATUS "no CUDA toolkit found; building for the CPU")
endif()
