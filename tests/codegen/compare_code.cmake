# Compares the machine code of two object files.
#
# STRICT=ON: instruction by instruction. Only the numbers of the stack slots that values are spilled
# to, jump addresses and padding are left out: they say nothing about what is computed.
# STRICT=OFF: the multiset of arithmetic, conversion, comparison, call and conditional jump
# instructions, for a compiler that allots registers differently for two spellings of the same
# computation.
# Usage: cmake -DOBJDUMP=... -DWITH=a.o -DWITHOUT=b.o -DSTRICT=ON|OFF -DEXPECT=same|different
#              -P compare_code.cmake
set(working "v?(add|sub|mul|div|sqrt|max|min|cmp|ucomi|comi|fn?madd|fn?msub|rndscale|round|gather)[a-z0-9]*")
foreach(side WITH WITHOUT)
  execute_process(COMMAND ${OBJDUMP} -d --no-show-raw-insn ${${side}}
                  OUTPUT_VARIABLE code RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "cannot disassemble ${${side}}")
  endif()
  string(REGEX REPLACE "[^\n]*file format[^\n]*" "" code "${code}") # the name of the file
  string(REGEX MATCHALL "\t(${working}|cvt[a-z0-9]*|call|j[a-z]+|ret)[ \n]" working_${side} "${code}")
  list(FILTER working_${side} EXCLUDE REGEX "jmp")
  list(LENGTH working_${side} count_${side})
  string(REGEX REPLACE "\n +[0-9a-f]+:\t" "\n\t" code "${code}")
  string(REGEX REPLACE "[0-9a-f]+ <[^\n>]*>" "<>" code "${code}")
  string(REGEX REPLACE "#[^\n]*" "" code "${code}")
  string(REGEX REPLACE "-?0x[0-9a-f]+\\(%rip\\)" "constant" code "${code}")
  string(REGEX REPLACE "-?(0x[0-9a-f]+)?\\(%rsp" "slot(%rsp" code "${code}")
  string(REGEX REPLACE "\t(data16 |cs )*nop[wl]?[^\n]*\n" "" code "${code}")
  set(code_${side} "${code}")
  list(TRANSFORM working_${side} REPLACE "[ps]d([ \n])" "d\\1")
  list(TRANSFORM working_${side} REPLACE "(add|sub|cmp|cvtsi2sd?|cvtsi2d|mul|div)[lq]([ \n])" "\\1\\2")
  list(TRANSFORM working_${side} REPLACE "cvtsi2s?d" "cvtsi2d")
  list(SORT working_${side})
endforeach()
if(count_WITH LESS 100)
  message(FATAL_ERROR "only ${count_WITH} working instructions: the kernel is not in this object")
endif()
set(result different)
if(STRICT AND "${code_WITH}" STREQUAL "${code_WITHOUT}")
  set(result same)
elseif(NOT STRICT AND "${working_WITH}" STREQUAL "${working_WITHOUT}")
  set(result same)
endif()
message(STATUS "${count_WITH} and ${count_WITHOUT} working instructions: ${result}")
if(NOT result STREQUAL EXPECT)
  message(FATAL_ERROR "expected ${EXPECT} code")
endif()
