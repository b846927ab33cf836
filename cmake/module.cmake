# lauter_unit_test(<target> [argument...]): a test program of C++, which ./check runs in both builds.
add_custom_target(unit_tests)
function(lauter_unit_test target)
  add_test(NAME ${target} COMMAND ${target} ${ARGN})
  if(LAUTER_TSAN)  # some fork a process beside their threads
    set_tests_properties(${target} PROPERTIES ENVIRONMENT TSAN_OPTIONS=die_after_fork=0)
  endif()
  add_dependencies(unit_tests ${target})
  file(APPEND ${PROJECT_BINARY_DIR}/unit_tests.txt "${target}\n")
endfunction()
file(WRITE ${PROJECT_BINARY_DIR}/unit_tests.txt "")

# lauter_unity(<target>): under LAUTER_UNITY many files of the target are one translation unit, which
# reads their headers and makes their templates once (docs/design/0025-build-time.md).
function(lauter_unity target)
  if(LAUTER_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # A class of a .cc file with members of types of its anonymous namespace: no error, but GCC
      # sees that the file is not the main one and takes it for a header.
      target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
  endif()
endfunction()

# lauter_module(<name> [DEPENDS m...] [LIBS target...])
#
# One library per folder of src/, with the rooms in it: its subfolders, but for one that is a library
# of its own. DEPENDS is the only place where the allowed direction of includes is written; LIBS names
# third-party libraries, which are private to the module. `x_test.cc` files, with `x_test_support.cc`, form one test program per
# module, `x_bench.cc` files one benchmark program.
function(lauter_module name)
  cmake_parse_arguments(PARSE_ARGV 1 M "" "" "DEPENDS;LIBS")
  set(dir ${PROJECT_SOURCE_DIR}/src/${name})
  file(GLOB all CONFIGURE_DEPENDS ${dir}/*.cc ${dir}/*/*.cc)
  file(GLOB own CONFIGURE_DEPENDS ${dir}/*/CMakeLists.txt)
  foreach(file IN LISTS own)
    cmake_path(GET file PARENT_PATH room)
    list(FILTER all EXCLUDE REGEX "^${room}/")
  endforeach()
  set(sources ${all})
  list(FILTER sources EXCLUDE REGEX "_(test|test_support|bench|main)\\.cc$")
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test(_support)?\\.cc$")
  set(benches ${all})
  list(FILTER benches INCLUDE REGEX "_bench\\.cc$")

  if(sources)
    add_library(lauter_${name} STATIC ${sources})
    lauter_unity(lauter_${name})
    set(scope PUBLIC)
    target_link_libraries(lauter_${name} PRIVATE ${M_LIBS})
    if(name IN_LIST LAUTER_COLD_MODULES)
      target_compile_options(lauter_${name} PRIVATE $<$<CONFIG:Release>:-Os>)
    endif()
    if(name IN_LIST LAUTER_PROFILED_MODULES)
      target_link_libraries(lauter_${name} PRIVATE lauter_profile)
    endif()
  else()
    add_library(lauter_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(lauter_${name} ${scope} lauter_flags)
  # What knowledge/compile writes (src/CMakeLists.txt): any module may include known/.
  target_include_directories(lauter_${name} ${scope} ${PROJECT_BINARY_DIR}/knowledge)
  add_dependencies(lauter_${name} lauter_knowledge)
  foreach(dep IN LISTS M_DEPENDS)
    target_link_libraries(lauter_${name} ${scope} lauter_${dep})
  endforeach()

  if(tests AND BUILD_TESTING)
    add_executable(${name}_test ${tests})
    lauter_unity(${name}_test)
    target_link_libraries(${name}_test PRIVATE lauter_${name} GTest::gtest GTest::gtest_main ${M_LIBS})
    target_compile_definitions(${name}_test PRIVATE LAUTER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    # Tests are compiled faster, and run in release builds too.
    target_compile_options(${name}_test PRIVATE -O1)
    lauter_unit_test(${name}_test)
  endif()
  if(benches AND benchmark_FOUND)
    add_executable(${name}_bench EXCLUDE_FROM_ALL ${benches})
    target_link_libraries(${name}_bench PRIVATE lauter_${name} benchmark::benchmark
                          benchmark::benchmark_main ${M_LIBS})
  endif()

  list(JOIN M_DEPENDS " " deps)
  set_property(GLOBAL APPEND_STRING PROPERTY LAUTER_LAYERS "${name}: ${deps}\n")
endfunction()
