# CUDA parts, where nvcc is: LAUTER_CUDA=AUTO builds them if it is found, ON demands it, OFF leaves
# them out. nvcc is called as a command, so that a machine without it configures the same project.
set(LAUTER_CUDA AUTO CACHE STRING "Build the CUDA encoder: AUTO, ON or OFF")
set(LAUTER_CUDA_ARCH sm_90a CACHE STRING "Value of nvcc's -arch (sm_90a = Hopper)")
set(LAUTER_HAS_CUDA OFF)
if(NOT LAUTER_CUDA STREQUAL "OFF")
  find_package(CUDAToolkit QUIET)
  if(CUDAToolkit_NVCC_EXECUTABLE AND TARGET CUDA::cublasLt)
    set(LAUTER_HAS_CUDA ON)
  elseif(LAUTER_CUDA STREQUAL "ON")
    message(FATAL_ERROR "LAUTER_CUDA=ON, but nvcc or cublasLt was not found")
  endif()
endif()
message(STATUS "CUDA encoder: ${LAUTER_HAS_CUDA}")

# lauter_cuda_objects(<variable> <file.cu>...): compiles each file, lists the objects in <variable>.
function(lauter_cuda_objects variable)
  foreach(source IN LISTS ARGN)
    get_filename_component(name ${source} NAME_WE)
    set(object ${PROJECT_BINARY_DIR}/cuda/${name}.o)
    add_custom_command(
      OUTPUT ${object}
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${CUDAToolkit_NVCC_EXECUTABLE} -std=c++20 -O3 -arch=${LAUTER_CUDA_ARCH}
              --Werror=all-warnings -Xcompiler=-Wall,-Wextra,-Wconversion,-Wshadow,-Werror
              -I${PROJECT_SOURCE_DIR}/src -MD -MF ${object}.d -c ${source} -o ${object}
      DEPENDS ${source} DEPFILE ${object}.d COMMENT "nvcc ${name}.cu" VERBATIM)
    list(APPEND objects ${object})
  endforeach()
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/cuda)
  set(${variable} ${objects} PARENT_SCOPE)
endfunction()
