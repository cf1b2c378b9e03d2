# One folder of src/ = one target = one namespace.
#
#   acrida_folder(async SOURCES loop.cc … TESTS loop_test.cc … USES base LIBRARIES fmt::fmt)
#
# makes the object library `acrida_async` (its objects become part of libacrida.so) and, with ACRIDA_TESTS, the program
# `async_test` from the tests that stand beside the sources. `USES` names the folders below; the direction is checked
# by tests/layers_test. Tests see the hidden symbols, since they link the objects and not the shared library.
set_property(GLOBAL PROPERTY ACRIDA_FOLDERS "")

# The program `async_test`, with ACRIDA_TESTS. LIBRARIES are linked besides all that is below `app`. WHOLE: it is one test
# for ctest, since its parts belong together.
function(acrida_unit_test name)
  if(NOT ACRIDA_TESTS)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "WHOLE" "" "TESTS;LIBRARIES")
  string(REPLACE "/" "_" program ${name}_test)
  add_executable(${program} ${arg_TESTS})
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/test)
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${program} PRIVATE acrida_options ${arg_LIBRARIES} acrida_inside GTest::gmock GTest::gtest_main
                                           rapidcheck_gtest)
  # Most of a test is compiled to run once, in no time: optimising it less halves the time of a sanitizer build.
  if(ACRIDA_SANITIZE)
    target_compile_options(${program} PRIVATE -O0)
  elseif(CMAKE_BUILD_TYPE STREQUAL Release)
    target_compile_options(${program} PRIVATE -O1)
  endif()
  if(arg_WHOLE)
    add_test(NAME ${program} COMMAND ${program})
    set_tests_properties(${program} PROPERTIES TIMEOUT 900 LABELS unit)
    return()
  endif()
  gtest_discover_tests(${program} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120 LABELS unit)
endfunction()

function(acrida_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;TESTS;USES;LIBRARIES")
  set(target acrida_${name})
  add_library(${target} OBJECT ${arg_SOURCES})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
  target_compile_definitions(${target} PRIVATE ACRIDA_BUILDING_LIBRARY)
  target_link_libraries(${target} PRIVATE acrida_options PUBLIC ${arg_LIBRARIES})
  foreach(used ${arg_USES})
    target_link_libraries(${target} PUBLIC acrida_${used})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY ACRIDA_FOLDERS ${target})
  if(arg_TESTS)
    acrida_unit_test(${name} TESTS ${arg_TESTS})
  endif()
endfunction()
