// Small pairs made by hand: each says something else, in a way that is easily read over.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "text_kinds/trial.hpp"

namespace {

using tapir::trace::Verdict;

struct Pair {
    const char* what;
    const char* reference;
    const char* candidate;
};

/// None of the pairs is parity, either way round.
void none_green(const std::vector<Pair>& pairs) {
    for (const Pair& pair : pairs) {
        CAPTURE(std::string{pair.what});
        const std::string one = pair.reference, two = pair.candidate;
        CHECK(tapir::test::compared(one, two).verdict != Verdict::parity);
        CHECK(tapir::test::compared(two, one).verdict != Verdict::parity);
    }
}

} // namespace

TEST_CASE("compare_texts: steps, counters and order that differ are not green") {
    none_green({
        {"a step is missing in the middle", "step 1\nx 2.5\nstep 2\nx 2.7\nstep 3\nx 2.9\n",
         "step 1\nx 2.5\nstep 3\nx 2.9\n"},
        {"the first step is missing", "step 1 x 2.5\nstep 2 x 2.7\n", "step 2 x 2.7\n"},
        {"the last step is missing", "step 1 x 2.5\nstep 2 x 2.7\n", "step 1 x 2.5\n"},
        {"a step more", "step 1 x 2.5\nstep 2 x 2.7\n", "step 1 x 2.5\nstep 2 x 2.7\nstep 3 x 3\n"},
        {"a step twice", "step 1 x 2.5\nstep 2 x 2.7\n",
         "step 1 x 2.5\nstep 2 x 2.7\nstep 2 x 2.7\n"},
        {"values under the index of each other", "a[0] = 1.5\na[1] = 2.5\na[2] = 3.5\n",
         "a[1] = 1.5\na[0] = 2.5\na[2] = 3.5\n"},
        {"other order, one value changed", "a[0] = 1.5\na[1] = 2.5\na[2] = 3.5\n",
         "a[2] = 3.5\na[0] = 1.5\na[1] = 2.6\n"},
        {"steps of blocks exchanged", "step 1\n e 1.5\nstep 2\n e 2.5\n",
         "step 1\n e 2.5\nstep 2\n e 1.5\n"},
        {"a ranking in another order", "rank list:\natom 7\natom 2\natom 9\natom 4\n",
         "rank list:\natom 2\natom 7\natom 9\natom 4\n"},
        {"the order of a pair of names", "edge 3 5\nedge 4 6\n", "edge 5 3\nedge 4 6\n"},
        {"counters from zero, one value changed", "iter 0 f 1.25\niter 1 f 2.25\niter 2 f 3.25\n",
         "iter 1 f 1.25\niter 2 f 2.25\niter 3 f 3.75\n"},
        {"a nested counter of another parent",
         "layer 1\n node 1 v 3.5\n node 2 v 4.5\nlayer 2\n node 1 v 5.5\n",
         "layer 1\n node 1 v 3.5\nlayer 2\n node 2 v 4.5\n node 1 v 5.5\n"},
        {"the iteration in which it converged", "converged in 12 iterations\n",
         "converged in 13 iterations\n"},
        {"how often it ran", "step 1 e 2.5\nstep 2 e 2.6\ntotal steps 2\n",
         "step 1 e 2.5\nstep 2 e 2.6\ntotal steps 3\n"},
        {"two lines without index exchanged", "x = 1.5\ny = 2.5\nz = 3.5\nx = 4.5\n",
         "x = 4.5\ny = 2.5\nz = 3.5\nx = 1.5\n"},
        {"a name twice, the second dropped", "e = 1.5\nf = 2\ne = 1.5\n", "e = 1.5\nf = 2\n"},
        {"a name twice, values exchanged", "e = 1.5\nf = 2\ne = 1.75\n",
         "e = 1.75\nf = 2\ne = 1.5\n"},
        {"threads print the same line more often", "thread 0 done\nthread 1 done\n",
         "thread 0 done\nthread 0 done\n"},
        {"negative index", "f[-1] = 2.5\nf[0] = 1.5\nf[1] = 3.5\n",
         "f[1] = 2.5\nf[0] = 1.5\nf[-1] = 3.5\n"},
        {"an index of two numbers", "m(1,2) = 3.5\nm(2,1) = 4.5\n", "m(2,1) = 3.5\nm(1,2) = 4.5\n"},
    });
}

TEST_CASE("compare_texts: tables that differ are not green") {
    none_green({
        {"two tables under one header, a row in the other table",
         "n v\n1 2.5\n2 3.5\n\nn v\n1 4.5\n2 5.5\n", "n v\n1 4.5\n2 3.5\n\nn v\n1 2.5\n2 5.5\n"},
        {"a header left out between two tables", "n v\n1 2.5\n2 3.5\n\nn v\n1 4.5\n2 5.5\n",
         "n v\n1 2.5\n2 3.5\n\n1 4.5\n2 5.5\n"},
        {"a header repeated by another program", "n v\n1 2.5\n2 3.5\n3 4.5\n",
         "n v\n1 2.5\n2 3.5\nn v\n3 4.75\n"},
        {"columns named the other way round", "mass charge\n1.5 2.5\n1.6 2.6\n",
         "charge mass\n1.5 2.5\n1.6 2.6\n"},
        {"columns exchanged under their header", "mass charge\n1.5 2.5\n1.6 2.6\n",
         "mass charge\n2.5 1.5\n2.6 1.6\n"},
        {"a column's unit", "r [nm]  e [eV]\n1.5 2.5\n1.6 2.6\n",
         "r [A]  e [eV]\n1.5 2.5\n1.6 2.6\n"},
        {"a cell is blank", "name   x     y\na    1.5   2.5\nb    1.6   2.6\n",
         "name   x     y\na    1.5   2.5\nb          2.6\n"},
        {"the other cell is blank", "name   x     y\na    1.5   2.5\nb    1.6      \n",
         "name   x     y\na    1.5   2.5\nb          1.6\n"},
        {"an empty cell of CSV moved", "x,y,z\n1,,3\n4,5,6\n", "x,y,z\n1,3,\n4,5,6\n"},
        {"an empty cell of CSV filled", "x,y,z\n1,,3\n4,5,6\n", "x,y,z\n1,0,3\n4,5,6\n"},
        {"cells of CSV joined", "a,b\n1,2\n3,4\n", "a,b\n12\n3,4\n"},
        {"thousands in CSV", "a,b\n12,345\n13,346\n", "a,b\n12345\n13346\n"},
        {"quoted cell", "name,v\n\"x\",1.5\n\"y\",2.5\n", "name,v\n\"x\",1.5\n\"z\",2.5\n"},
        {"a Markdown cell", "| a | b |\n|---|---|\n| 1.5 | no |\n",
         "| a | b |\n|---|---|\n| 1.5 | yes |\n"},
        {"two tables side by side", "a  1.5   b  2.5\nc  3.5   d  4.5\n",
         "a  1.5   b  4.5\nc  3.5   d  2.5\n"},
        {"a row's name", "iron 7.87\ncopper 8.96\n", "iron 7.87\nnickel 8.96\n"},
        {"a total line", "a 1\nb 2\ntotal 3\n", "a 1\nb 2\ntotal 4\n"},
        {"a footnote mark", "mean 1.5 *\nmean 2.5\n", "mean 1.5\nmean 2.5 *\n"},
        {"significance stars", "beta 1.5 **\n", "beta 1.5 ***\n"},
        {"an overflow of a column", "  1.5   2.5\n  1.6   2.6\n", "  1.5   2.5\n  1.6 *****\n"},
        {"rows of a bare table exchanged", "1.5 2.5\n3.5 4.5\n", "3.5 4.5\n1.5 2.5\n"},
        {"a comma lost in CSV", "time,name,h\n0.000,north,49.7\n0.5,south,22.7\n",
         "time,name,h\n0.000north,49.7\n0.5,south,22.7\n"},
        {"a point for a missing value", "1 22 3\n4 10 6\n7 34 9\n", "1 22 3\n4 . 10 6\n7 34 9\n"},
        {"a table transposed", "1.5 2.5\n3.5 4.5\n", "1.5 3.5\n2.5 4.5\n"},
        {"a row short of a number", "1 2 3\n4 5 6\n", "1 2 3\n4 5\n"},
        {"a number on the next row", "1 2 3\n4 5 6\n", "1 2\n3 4 5 6\n"},
        {"other wrapping and a change", "v = 1.5, 2.5, 3.5,\n 4.5, 5.5\n",
         "v = 1.5, 2.5,\n 3.5, 4.5,\n 5.25\n"},
        {"other wrapping and a number less", "v = 1.5, 2.5, 3.5,\n 4.5, 5.5\n",
         "v = 1.5, 2.5,\n 3.5, 4.5\n"},
    });
}

TEST_CASE("compare_texts: numbers of unusual form that differ are not green") {
    none_green({
        {"1e400", "x = 1e400\ny = 1\n", "x = 1e401\ny = 1\n"},
        {"1e400 and infinity", "x = 1e400\ny = 1\n", "x = inf\ny = 1\n"},
        {"1e-400 and zero", "x = 1e-400\ny = 1\n", "x = 0\ny = 1\n"},
        {"NaN on one side", "x = nan\ny = 1\n", "x = 0\ny = 1\n"},
        {"NaN on both sides", "x = nan\ny = 1\n", "x = nan\ny = 1\n"},
        {"infinities of other sign", "x = inf\ny = 1\n", "x = -inf\ny = 1\n"},
        {"large integers that are one double", "n = 9007199254740993\nk = 1\n",
         "n = 9007199254740992\nk = 1\n"},
        {"the 17th digit", "x = 0.12345678901234567\ny = 1\n", "x = 0.12345678901234568\ny = 1\n"},
        {"a last digit", "x = 0.8000\ny = 1\n", "x = 0.8001\ny = 1\n"},
        {"half a digit, by chance", "x = 0.8\ny = 1\n", "x = 0.79995\ny = 1\n"},
        {"10.20 and 10.203", "x = 10.20\ny = 1\n", "x = 10.203\ny = 1\n"},
        {"leading zeros of a name", "agent 007 ready\n", "agent 006 ready\n"},
        {"a date that is a number", "code 20260105\n", "code 20260106\n"},
        {"a version", "library 1.2.3\nx 1\n", "library 1.2.4\nx 1\n"},
        {"a version with a date", "solver version 2 Aug 2023\nx 1\n",
         "solver version 3 Aug 2023\nx 1\n"},
        {"a range", "atoms 3-5 fixed\n", "atoms 3-6 fixed\n"},
        {"a range and a difference", "atoms 3-5 fixed\n", "atoms 3 -5 fixed\n"},
        {"an angle in sexagesimal", "ra = 10:20:30\n", "ra = 10:20:31\n"},
        {"percent", "share 10%\n", "share 11%\n"},
        {"percent and a number", "share 10%\n", "share 10\n"},
        {"thousands", "cells 1,048,576 in all\n", "cells 1,048,577 in all\n"},
        {"point and comma", "x = 1,5\n", "x = 1.5\n"},
        {"a plus between", "a + 1\n", "a - 1\n"},
        {"hexadecimal", "mask 0xff10\n", "mask 0xff11\n"},
        {"a hash", "commit deadbe01\n", "commit deadbe02\n"},
        {"a hash like a number", "commit 4567e12\n", "commit 4567e13\n"},
        {"a formula", "H2O 1.5\n", "H3O 1.5\n"},
        {"a power", "k^2 = 4.5\n", "k^3 = 4.5\n"},
        {"grid", "grid 2x3\n", "grid 3x2\n"},
        {"complex", "z = 2-0.5i\nw = 1i\n", "z = 2 -0.5\nw = 1i\n"},
        {"complex conjugate", "z = 2-0.5i\n", "z = 2+0.5i\n"},
        {"parts of a complex number", "z = (1.5,2.5)\n", "z = (2.5,1.5)\n"},
        {"Fortran exponent", "x = 1.5D+03\n", "x = 1.5D+02\n"},
        {"an exponent without its letter", "x = 1.0-100\n", "x = 1.0-101\n"},
        {"fused columns", "-1.500-2.500\n", "-1.500-2.600\n"},
        {"fused columns, the sign", "-1.500-2.500\n", "-1.500 2.500\n"},
        {"an uncertainty", "m = 1.234(5)\n", "m = 1.234(6)\n"},
        {"plus or minus", "m = 1.5 +- 0.2\n", "m = 1.5 +- 0.3\n"},
        {"a fraction", "occupancy 1/2\n", "occupancy 1/3\n"},
        {"a comparison", "error < 1e-5\n", "error > 1e-5\n"},
        {"a tilde", "about ~5.5\n", "about 5.5\n"},
        {"times ten to the", "x = 1.5 x 10^-3\n", "x = 1.5 x 10^-4\n"},
        {"a superscript", "x = 1.5\u00d710\u207b\u00b3\n", "x = 1.5\u00d710\u207b\u2074\n"},
        {"minus of Unicode", "x = \u22121.5\ny = 1\n", "x = 1.5\ny = 1\n"},
        {"degrees", "tilt 10\u00b0\n", "tilt 11\u00b0\n"},
        {"roman numbers", "phase II\n", "phase III\n"},
        {"a hexadecimal float", "x = 0x1.8p+1\n", "x = 0x1.8p+2\n"},
        {"an empty value", "x = 1.5\ny = 2\n", "x =\ny = 2\n"},
        {"a repeated value r*c", "v = 3*1.5\n", "v = 2*1.5\n"},
        {"an address with a port", "listening 10.0.0.1:80\n", "listening 10.0.0.2:80\n"},
    });
}

TEST_CASE("compare_texts: words and units that differ are not green") {
    none_green({
        {"a unit", "p = 1.5 Pa\n", "p = 1.5 kPa\n"},
        {"a unit left out", "p = 1.5 Pa\n", "p = 1.5\n"},
        {"a unit attached", "p = 1.5Pa\n", "p = 1.5bar\n"},
        {"case of a unit", "e = 1.5 mW\n", "e = 1.5 MW\n"},
        {"truth", "converged = true\n", "converged = false\n"},
        {"truth and a number", "converged = true\nx 1\n", "converged = 1\nx 1\n"},
        {"truth and yes", "restart = yes\nx 1\n", "restart = true\nx 1\n"},
        {"a word where a number is", "x = 1.5\ny 1\n", "x = none\ny 1\n"},
        {"null", "x = null\ny 1\n", "x = 0\ny 1\n"},
        {"an error more", "x = 1.5\n", "x = 1.5\nERROR: singular matrix\n"},
        {"a warning less", "WARNING: 3 cells\nx = 1.5\n", "x = 1.5\n"},
        {"level of a message", "WARNING: bad mesh\nx = 1\n", "ERROR: bad mesh\nx = 1\n"},
        {"not", "the run is stable\n", "the run is not stable\n"},
        {"a crash instead of a result", "x = 1.5\ne = 2.5\n", "x = 1.5\nSegmentation fault\n"},
        {"a trace of a failure", "x = 1.5\n", "x = 1.5\nTraceback (most recent call last):\n"},
        {"a misspelt key", "energy = 1.5\n", "enregy = 1.5\n"},
        {"case of a key", "Energy = 1.5\nx 1\n", "energy = 1.5\nx 1\n"},
        {"a square as key", "q = 1.5\nx 1\n", "q^2 = 1.5\nx 1\n"},
        {"an index in a key", "x1 = 1.5\nx2 = 2.5\n", "x1 = 1.5\nx3 = 2.5\n"},
        {"Greek keys", "\u03b1 = 1.5\n\u03b2 = 2.5\n", "\u03b2 = 1.5\n\u03b1 = 2.5\n"},
        {"accent", "caf\u00e9 = 1.5\n", "cafe = 1.5\n"},
        {"file name", "wrote /tmp/a/final.xyz\nx 1\n", "wrote /tmp/b/first.xyz\nx 1\n"},
        {"a path that is a file's end", "read in/a.csv\nx 1\n", "read in/b.csv\nx 1\n"},
        {"a mail", "contact a@b.org\nx 1\n", "contact c@b.org\nx 1\n"},
        {"an elision", "[1.5 2.5 ... 9.5]\n", "[1.5 2.5 9.5]\n"},
        {"negation", "!x 1.5\ny 1\n", "x 1.5\ny 1\n"},
        {"time that is physics", "time = 0.5\nx = 1\n", "time = 0.6\nx = 1\n"},
        {"a decay", "decays in 5 s\nx = 1\n", "decays in 6 s\nx = 1\n"},
        {"machine epsilon", "machine epsilon 2.2e-16\n", "machine epsilon 1.1e-16\n"},
        {"a host that is a noun", "host galaxy 3.5\n", "host galaxy 3.6\n"},
        {"minutes that are a result", "half life 12.5 min\n", "half life 12.6 min\n"},
        {"a day of the simulation", "day 12 rain 3.5\n", "day 13 rain 3.5\n"},
        {"took as a result", "took 5 steps\n", "took 6 steps\n"},
        {"an address that is data", "site at 0x10\n", "lattice at 0x10\n"},
        {"only words", "all tests passed\n", "some tests failed\n"},
        {"a test that fails", "1/2 test a ... Passed 0.1 sec\n2/2 test b ... Passed 0.2 sec\n",
         "1/2 test a ... Passed 0.1 sec\n2/2 test b ... Failed 0.2 sec\n"},
        {"exit code", "exit code 0\n", "exit code 1\n"},
        {"comment that is a value", "# seed 42\nx 1\n", "# seed 43\nx 1\n"},
        {"a rule's kind of word", "a -> b 1.5\n", "b -> a 1.5\n"},
        {"two words joined", "heat flux 1.5\n", "heatflux 1.5\n"},
        {"an empty file", "x = 1.5\n", ""},
        {"both empty", "", ""},
        {"only blanks", "  \n\n", " \n"},
        {"nothing in common", "x = 1.5\ny = 2.5\n", "alpha beta\ngamma delta\n"},
    });
}

TEST_CASE("compare_texts: brackets, JSON and prefixes that differ are not green") {
    none_green({
        {"brackets elsewhere", "[[1, 2], [3]]\n", "[[1], [2, 3]]\n"},
        {"a level less", "a = [[1, 2]]\n", "a = [1, 2]\n"},
        {"2 by 3 and 3 by 2", "[[1 2 3]\n [4 5 6]]\n", "[[1 2]\n [3 4]\n [5 6]]\n"},
        {"an element of an array over lines", "v = [1.5 2.5\n 3.5]\n", "v = [1.5 2.5\n 3.6]\n"},
        {"an array cut", "v = [1.5 2.5\n 3.5]\n", "v = [1.5 2.5\n"},
        {"a JSON key twice", "{\"a\": 1, \"a\": 2}\n", "{\"a\": 2}\n"},
        {"JSON values exchanged", "{\"a\": 1, \"b\": 2}\n", "{\"a\": 2, \"b\": 1}\n"},
        {"JSON number and text", "{\"a\": 1}\n{\"b\": 2}\n", "{\"a\": \"one\"}\n{\"b\": 2}\n"},
        {"JSON nesting", "{\"a\": {\"x\": 1}, \"b\": {\"y\": 2}}\n",
         "{\"a\": {\"y\": 1}, \"b\": {\"x\": 2}}\n"},
        {"JSON null", "{\"a\": null, \"b\": 1}\n", "{\"a\": 0, \"b\": 1}\n"},
        {"JSON array shorter", "{\"a\": [1, 2, 3]}\n", "{\"a\": [1, 2]}\n"},
        {"JSON cut short", "{\"a\": [1, 2, 3]}\n", "{\"a\": [1, 2, 3\n"},
        {"JSON without its end", "{\n \"a\": 1.5,\n \"b\": 2\n}\n", "{\n \"a\": 1.5,\n \"b\": 2\n"},
        {"JSON lines, one less", "{\"s\": 1, \"x\": 2.5}\n{\"s\": 2, \"x\": 3.5}\n",
         "{\"s\": 1, \"x\": 2.5}\n"},
        {"YAML indentation of another item", "a:\n  x: 1\nb:\n  x: 2\n",
         "a:\n  x: 2\nb:\n  x: 1\n"},
        {"a dtype", "tensor([1.5, 2.5], dtype=float64)\n", "tensor([1.5, 2.5], dtype=float32)\n"},
        {"a device", "tensor([1.5], device='cuda:0')\n", "tensor([1.5], device='cuda:1')\n"},
        {"np.float64", "{'a': np.float64(1.5)}\n", "{'a': np.float64(1.6)}\n"},
        {"a rank's value", "[0] x = 1.5\n[1] x = 2.5\n", "[0] x = 2.5\n[1] x = 1.5\n"},
        {"a tag on one line", "TAG_A: x 1.5\nTAG_A: y 2.5\n", "TAG_A: x 1.5\nTAG_B: y 2.5\n"},
        {"a tag renamed and a value", "TAG_A: x 1.5\nTAG_A: y 2.5\n",
         "TAG_B: x 1.5\nTAG_B: y 2.6\n"},
        {"tags exchanged", "IN: x 1.5\nOUT: x 2.5\n", "OUT: x 1.5\nIN: x 2.5\n"},
        {"a tagged line dropped", "TAG_A: x 1.5\nTAG_A: y 2.5\nTAG_A: z 1\n",
         "TAG_B: x 1.5\nTAG_B: z 1\n"},
        {"logger", "INFO solver: x 1.5\nINFO mesh: y 2\n", "INFO mesh: x 1.5\nINFO mesh: y 2\n"},
        {"value on the next line", "energy =\n 1.5\nforce =\n 2.5\n",
         "energy =\n 2.5\nforce =\n 1.5\n"},
        {"a value under no name", "energy =\n 1.5\n", "energy =\n"},
        {"XML attribute", "<c id=\"1\">2.5</c>\n", "<c id=\"1\">2.6</c>\n"},
        {"XML tag", "<mass>2.5</mass>\n", "<load>2.5</load>\n"},
        {"namelist flag", " LFIX=T,\n N=3,\n", " LFIX=F,\n N=3,\n"},
        {"a prompt", "> run 5\nx 1\n", "> run 6\nx 1\n"},
        {"clock and a value", "10:20:30 x = 1.5\n10:20:31 x = 2.5\n",
         "11:00:00 x = 1.5\n11:00:01 x = 2.6\n"},
        {"progress line", "50% loss 1.5\n100% loss 1.2\n", "50% loss 1.5\n100% loss 1.3\n"},
    });
}
