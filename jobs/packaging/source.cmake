# The source tarball: cmake --build DIR --target package_source. What git ignores is not in it; the
# revision is, for who builds it without git.
set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_PACKAGE_NAME ${PROJECT_NAME})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_SOURCE_PACKAGE_FILE_NAME ${PROJECT_NAME}-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES "/\\\\.git" "^${PROJECT_SOURCE_DIR}/(build|results|report|Testing)"
  "^${PROJECT_BINARY_DIR}" __pycache__ "\\\\.pyc$" "~$")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/source_revision.cmake)
set(CPACK_SOURCE_TREE ${PROJECT_SOURCE_DIR})
include(CPack)
