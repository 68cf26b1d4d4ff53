# Run by CPack: notes in a source package which revision it is of.
if(CPACK_SOURCE_INSTALLED_DIRECTORIES)
  set(SOURCE ${CPACK_SOURCE_TREE})
  include(${CPACK_SOURCE_TREE}/drivers/options/find_revision.cmake)
  file(WRITE ${CPACK_TEMPORARY_DIRECTORY}/.revision "${revision}\n")
endif()
