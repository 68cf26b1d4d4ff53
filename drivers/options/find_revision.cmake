# Sets `revision` to that of the tree SOURCE: what git says of it, else, in an unpacked source package,
# what its file .revision says. Git is not asked of a tree around SOURCE.
set(revision unknown)
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${GIT} describe --always --abbrev=40 --dirty --exclude *
    WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE
    RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed)
    set(revision ${described})
  endif()
elseif(EXISTS ${SOURCE}/.revision)
  file(STRINGS ${SOURCE}/.revision revision LIMIT_COUNT 1)
endif()
