# One interface target carries every compiler flag of our own code.
add_library(lauter_flags INTERFACE)
target_include_directories(lauter_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_features(lauter_flags INTERFACE cxx_std_20)
target_compile_options(lauter_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast $<$<BOOL:${LAUTER_WERROR}>:-Werror>
  -fno-math-errno -ffp-contract=off)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(lauter_flags INTERFACE -march=${LAUTER_MARCH})
endif()
if(LAUTER_DCHECK)
  target_compile_definitions(lauter_flags INTERFACE LAUTER_DCHECK_ON=1)
endif()
if(LAUTER_SANITIZE)
  target_compile_options(lauter_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                -fno-omit-frame-pointer)
  target_link_options(lauter_flags INTERFACE -fsanitize=address,undefined)
endif()
if(LAUTER_COUNT_WORK)
  # Every basic block calls src/base/block_count.cc, and so do the C library's loops; templates of strings are our own code.
  target_compile_definitions(lauter_flags INTERFACE LAUTER_COUNT_WORK _GLIBCXX_EXTERN_TEMPLATE=0)
  target_compile_options(lauter_flags INTERFACE -fsanitize-coverage=trace-pc)
  foreach(name memchr memrchr memmem memcmp memcpy memmove)
    target_link_options(lauter_flags INTERFACE -Wl,--wrap=${name})
  endforeach()
endif()
if(LAUTER_TSAN)
  target_compile_options(lauter_flags INTERFACE -fsanitize=thread)
  target_link_options(lauter_flags INTERFACE -fsanitize=thread)
endif()
if(LAUTER_FUZZ)
  target_compile_options(lauter_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives of these two inside libstdc++ at -O2 (GCC bugs 105329, 105651).
  target_compile_options(lauter_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
# What nobody calls is left out of programs.
target_compile_options(lauter_flags INTERFACE -ffunction-sections -fdata-sections)
target_link_options(lauter_flags INTERFACE -Wl,--gc-sections)
find_program(LLD ld.lld)
if(LLD)
  target_link_options(lauter_flags INTERFACE -fuse-ld=lld)
endif()

# Modules that wait, count or write a value at a time: compiled for size (docs/design/0025-build-time.md).
set(LAUTER_COLD_MODULES capi cli llm measure report run s3 surrogate)

# Profile-guided optimisation of the modules that nearly all time goes to (scripts/build-profiled).
add_library(lauter_profile INTERFACE)
set(LAUTER_PROFILED_MODULES scan text json)
if(LAUTER_PROFILE STREQUAL "train")
  target_compile_options(lauter_profile INTERFACE -fprofile-generate=${PROJECT_BINARY_DIR}/profile -fprofile-update=prefer-atomic)
  target_link_options(lauter_flags INTERFACE -fprofile-generate)
elseif(LAUTER_PROFILE STREQUAL "use")
  target_compile_options(lauter_profile INTERFACE -fprofile-use=${PROJECT_BINARY_DIR}/profile -fprofile-partial-training -Wno-missing-profile)
endif()
