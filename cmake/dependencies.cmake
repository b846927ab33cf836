# Third-party libraries. Each is linked by exactly the modules that name it in src/CMakeLists.txt.
#   system    Debian's packages, shared (scripts/install-deps)
#   bundled   static archives of pinned sources (scripts/build-wheel-deps), for what runs on other machines than this one:
#             wheels and the static program. docs/design/0027-packages.md says which, and why.
set(LAUTER_DEPS system CACHE STRING "Third-party libraries: system or bundled")
set(LAUTER_DEPS_PREFIX ${PROJECT_SOURCE_DIR}/build/wheel-deps CACHE PATH "Where the bundled libraries are")
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)  # its headers: it is loaded on demand
if(LAUTER_DEPS STREQUAL "bundled")
  if(NOT EXISTS ${LAUTER_DEPS_PREFIX}/sbom.cdx.json)
    message(FATAL_ERROR "LAUTER_DEPS=bundled needs scripts/build-wheel-deps ${LAUTER_DEPS_PREFIX}")
  endif()
  set(ENV{PKG_CONFIG_LIBDIR} ${LAUTER_DEPS_PREFIX}/lib/pkgconfig)
elseif(NOT LAUTER_DEPS STREQUAL "system")
  message(FATAL_ERROR "LAUTER_DEPS is system or bundled, not ${LAUTER_DEPS}")
endif()
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-cpp)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlidec)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n icu-uc)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
unset(ENV{PKG_CONFIG_LIBDIR})
if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()
find_package(benchmark QUIET)
find_package(rapidcheck QUIET)

# What a program or module that leaves this machine links besides: libstdc++ inside, libgcc_s outside (inside it would need
# a newer glibc), no symbol of an archive visible to others. Nothing in a build with the system's libraries.
add_library(lauter_portable INTERFACE)
if(LAUTER_DEPS STREQUAL "bundled")
  target_sources(lauter_portable INTERFACE ${PROJECT_SOURCE_DIR}/cmake/portable.cc)
  target_link_options(lauter_portable INTERFACE -static-libstdc++ -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,-Bsymbolic
                                                -Wl,-z,relro -Wl,-z,now)
  target_compile_options(lauter_flags INTERFACE -ffunction-sections -fdata-sections)
endif()
