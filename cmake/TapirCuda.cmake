# CUDA is optional: TAPIR_CUDA=AUTO takes a toolkit that is there, ON insists on one, OFF ignores it.
# The runtime is linked statically, so that the program runs, and says that there is no device, on
# a machine without any of it.
set(TAPIR_CUDA AUTO CACHE STRING "CUDA backend: AUTO, ON or OFF")
set_property(CACHE TAPIR_CUDA PROPERTY STRINGS AUTO ON OFF)
set(TAPIR_HAS_CUDA OFF)
if(NOT TAPIR_CUDA STREQUAL "OFF")
  find_package(CUDAToolkit QUIET)
  if(CUDAToolkit_FOUND AND CUDAToolkit_VERSION VERSION_GREATER_EQUAL 12)
    set(TAPIR_HAS_CUDA ON)
  elseif(TAPIR_CUDA STREQUAL "ON")
    message(FATAL_ERROR "TAPIR_CUDA=ON, but no CUDA toolkit from version 12 on was found")
  endif()
endif()
if(TAPIR_HAS_CUDA)
  if(NOT DEFINED CMAKE_CUDA_COMPILER)
    set(CMAKE_CUDA_COMPILER "${CUDAToolkit_NVCC_EXECUTABLE}")
  endif()
  # native code for the two, and PTX for whatever comes after
  set(CMAKE_CUDA_ARCHITECTURES "80-real;90" CACHE STRING "CUDA architectures")
  enable_language(CUDA)
  if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION) # CMake 3.25 does not know nvcc's
    set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
    set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
  endif()
  message(STATUS "CUDA toolkit ${CUDAToolkit_VERSION}: with CUDA backend")
else()
  message(STATUS "no CUDA backend")
endif()

# Every operation rounded by itself, as on the CPU; -fmad=false is the device's -ffp-contract=off.
# The PTX in the program is read by the program itself (--device ptx), so it is not compressed: how
# it would be depends on the toolkit, and it is 1.5 MB.
set(TAPIR_CUDA_FLAGS --no-compress -fmad=false -prec-div=true -prec-sqrt=true -ftz=false
  --expt-relaxed-constexpr -Xcompiler=-ffp-contract=off,-fopenmp-simd)
