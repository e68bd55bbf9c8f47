# Compares what two object files do: the multiset of their arithmetic, conversion, comparison,
# call and conditional jump instructions. Moves, registers and plain jumps are left out, a packed
# and a scalar operation count alike, and operand sizes are not told apart: a compiler allots and
# orders all of these differently for two spellings of the same computation.
# Usage: cmake -DOBJDUMP=... -DWITH=a.o -DWITHOUT=b.o -DEXPECT=same|different -P compare_code.cmake
set(working "v?(add|sub|mul|div|sqrt|max|min|cmp|ucomi|comi|fmadd|fnmadd|fmsub|round)[a-z0-9]*")
foreach(side WITH WITHOUT)
  execute_process(COMMAND ${OBJDUMP} -d --no-show-raw-insn -C ${${side}}
                  OUTPUT_VARIABLE code RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "cannot disassemble ${${side}}")
  endif()
  string(REGEX MATCHALL "\t(${working}|cvt[a-z0-9]*|call|j[a-z]+|ret)[ \n]" working_${side} "${code}")
  list(FILTER working_${side} EXCLUDE REGEX "jmp")
  list(TRANSFORM working_${side} REPLACE "[ps]d([ \n])" "d\\1")
  list(TRANSFORM working_${side} REPLACE "(add|sub|cmp|cvtsi2sd?|cvtsi2d|mul|div)[lq]([ \n])" "\\1\\2")
  list(TRANSFORM working_${side} REPLACE "cvtsi2s?d" "cvtsi2d")
  list(SORT working_${side})
  list(LENGTH working_${side} count_${side})
  string(REGEX MATCHALL "\n +[0-9a-f]+:" all "${code}")
  list(LENGTH all total_${side})
endforeach()
if(count_WITH LESS 100)
  message(FATAL_ERROR "only ${count_WITH} instructions: the kernel is not in this object")
endif()
if("${working_WITH}" STREQUAL "${working_WITHOUT}")
  set(result same)
else()
  set(result different)
endif()
message(STATUS "${count_WITH} and ${count_WITHOUT} working instructions (${total_WITH} and "
               "${total_WITHOUT} in all): ${result}")
if(NOT result STREQUAL EXPECT)
  message(FATAL_ERROR "expected ${EXPECT} code")
endif()
