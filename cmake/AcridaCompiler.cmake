# How every target of ours is compiled: C++20, all warnings as errors, hidden symbols, sanitizers if asked for.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

find_program(ACRIDA_CCACHE ccache)
if(ACRIDA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ACRIDA_CCACHE})
endif()

add_library(acrida_options INTERFACE)
target_compile_options(acrida_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
# GCC 12 sees overlaps and uninitialised bytes where a literal is assigned to a std::string (GCC bug 105651), and
# an overflow inside {fmt} 9's checks of format strings. clang-tidy and the sanitizers look for the real ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(acrida_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow)
endif()
# We never replace a symbol of libacrida.so from outside, so calls inside it need not go through the PLT.
target_compile_options(acrida_options INTERFACE -fno-semantic-interposition)
target_link_options(acrida_options INTERFACE -Wl,-Bsymbolic-functions)
if(ACRIDA_SANITIZE)
  target_compile_options(acrida_options INTERFACE -fsanitize=${ACRIDA_SANITIZE} -fno-omit-frame-pointer
                                                 -fno-sanitize-recover=all)
  target_link_options(acrida_options INTERFACE -fsanitize=${ACRIDA_SANITIZE})
endif()
