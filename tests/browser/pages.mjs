// Makes report pages with the built program, as a user does.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = process.env.TAPIR_PROGRAM;
const root = fileURLToPath(new URL("../../", import.meta.url));
export const folder = process.env.TAPIR_SCREENSHOTS;
const cTrace = join(root, "configs/traces/supervisor_685_1039_nanobragg.log");
const phiZero = join(root, "tests/data/reference/cases/phi_zero");

function tapir(expectedStatus, ...args) {
  return tapirIn(folder, expectedStatus, ...args);
}

function tapirIn(cwd, expectedStatus, ...args) {
  const run = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (run.status !== expectedStatus) {
    throw new Error(`tapir ${args.join(" ")}: exit ${run.status}, not ${expectedStatus}\n${run.stderr}`);
  }
  return run.stdout;
}

const trace = (out, ...more) => tapir(0, "trace", "--config", "supervisor", "--out", out, ...more);

// What a hostile program could print: markup, escapes of a terminal, marks that turn the reading
// direction, a NUL, and keys without end. The same text stands in the names of the files.
export const hostileName = "<img src=x onerror=alert(1)> \u202e\u2066 \u001b[31m.log";
const hostileLines =
  "TRACE_C: <script>alert(1)</script> 1\n" +
  "TRACE_C: \"onmouseover=alert(1)' 2\n" +
  "TRACE_C: \u001b[31m\u202ekey\u2066\u200f 3\n" +
  "TRACE_C: nul\0key 4\n" +
  `TRACE_C: ${"long".repeat(3000)} 5\n` +
  "TRACE_C: javascript:alert(1) </td></table></style><script>alert(2)</script>\n";

function withHostileLines(text, change) {
  const lines = text.split("\n");
  lines.splice(4, 0, ...change(hostileLines).split("\n").slice(0, -1));
  return lines.join("\n");
}

/** Makes every page once; returns what the terminal said, by page. */
export function makePages() {
  mkdirSync(folder, { recursive: true });
  const out = {};
  trace("spec.log", "--pixel", "685", "1039", "--dialect", "c");
  trace("parity.log", "--pixel", "685", "1039", "--dialect", "c", "--phi-mode", "c-parity");
  out.red = tapir(1, "diff", cTrace, "spec.log", "--config", "supervisor", "--html", "red.html");
  out.green = tapir(0, "diff", cTrace, "parity.log", "--config", "supervisor", "--html", "green.html");
  const text = readFileSync(join(folder, "spec.log"), "utf8");
  writeFileSync(join(folder, hostileName), withHostileLines(text, lines => lines));
  writeFileSync(join(folder, "hostile.log"),
    withHostileLines(text, lines => lines.replace(/ (\d)$/gm, " $1$1")));
  out.hostile = tapir(1, "diff", hostileName, "hostile.log", "--html", "hostile.html");
  out.images = tapirIn(phiZero, 1, "why", "cref/image.f32", "spec/image.f32",
    "--args-file", "args.txt", "--phi-mode", "c-parity", "--html", join(folder, "images.html"));
  const many = Array.from({ length: 30 }, (_, i) => ["--pixel", `${685 + i}`, "1039"]).flat();
  trace("many_spec.log", ...many);
  trace("many_parity.log", ...many, "--phi-mode", "c-parity");
  out.huge = tapir(1, "diff", "many_parity.log", "many_spec.log", "--html", "huge.html");
  return out;
}
