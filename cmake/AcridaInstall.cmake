# What `make build` builds, and what `cmake --install` installs: libacrida.so, the programs, the package locust for users in
# Python, and the headers of the C++ user API, so that a users file compiles against the install alone.

# The programs are the executables defined under src/app; unit tests, which stand there too, end in _test.
function(acrida_programs directory result)
  set(found "")
  get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    if(type STREQUAL EXECUTABLE AND NOT target MATCHES "_test$")
      list(APPEND found ${target})
    endif()
  endforeach()
  get_property(inner DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
  foreach(one ${inner})
    acrida_programs(${one} of_one)
    list(APPEND found ${of_one})
  endforeach()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

acrida_programs(${PROJECT_SOURCE_DIR}/src programs)
add_custom_target(programs)
add_dependencies(programs acrida ${programs})

install(TARGETS acrida ${programs} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# Where find_python.cc looks for it; a python3 needs this folder on its path to import the package by itself.
if(TARGET acrida-python)
  add_dependencies(programs acrida-python)
  set(python_folder ${CMAKE_INSTALL_LIBDIR}/acrida/python)
  install(TARGETS acrida-python LIBRARY DESTINATION ${python_folder})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/python/locust DESTINATION ${python_folder} FILES_MATCHING PATTERN "*.py")
  install(FILES ${PROJECT_SOURCE_DIR}/python/pytest_locust.py DESTINATION ${python_folder})
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/acrida DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
