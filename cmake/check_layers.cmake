# cmake -DLAYERS=<table> -DSRC=<src> -P check_layers.cmake
#
# Fails when a file of src/<module>/ includes a header of a module that its DEPENDS does not list.
# known/ is made of knowledge/ and belongs to all.
cmake_minimum_required(VERSION 3.25)
file(STRINGS ${LAYERS} lines)
set(bad 0)
foreach(line IN LISTS lines)
  string(REGEX MATCH "^([^:]+):(.*)$" _ "${line}")
  set(module ${CMAKE_MATCH_1})
  separate_arguments(deps UNIX_COMMAND "${CMAKE_MATCH_2}")
  set(allowed ${module} known ${deps})
  file(GLOB files ${SRC}/${module}/*.h ${SRC}/${module}/*.cc ${SRC}/${module}/*.cu
       ${SRC}/${module}/*/*.h ${SRC}/${module}/*/*.cc ${SRC}/${module}/*/*.cu)
  foreach(file IN LISTS files)
    file(STRINGS ${file} includes REGEX "^#include \"[^\"]+\"")
    foreach(include IN LISTS includes)
      if(include MATCHES "^#include \"([a-z_]+)/" AND NOT CMAKE_MATCH_1 IN_LIST allowed)
        message("${file}: ${module} must not include ${CMAKE_MATCH_1}/ (allowed: ${allowed})")
        math(EXPR bad "${bad}+1")
      endif()
    endforeach()
  endforeach()
endforeach()
if(bad)
  message(FATAL_ERROR "${bad} include(s) against the layering")
endif()
