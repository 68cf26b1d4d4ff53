# Writes OUTPUT, a header that defines PARALLAX_GIT_REVISION, if that of SOURCE has changed. The time of
# OUTPUT.asked is that of the last build, for scripts that look whether sources are newer.
include(${CMAKE_CURRENT_LIST_DIR}/find_revision.cmake)
set(text "#define PARALLAX_GIT_REVISION \"${revision}\"\n")
set(before "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT text STREQUAL before)
  file(WRITE ${OUTPUT} "${text}")
endif()
file(TOUCH ${OUTPUT}.asked)
