#include "page/page_style.hpp"

#include "page/page_palette.hpp"

namespace tapir::reports {

namespace {

std::string variables(bool dark) {
    std::string text = ":root{color-scheme:";
    text += dark ? "dark" : "light";
    for (const Shade& shade : palette) {
        text += std::string(";--") + shade.name + ":" + (dark ? shade.dark : shade.light);
    }
    return text + "}";
}

// Rules of letters do not ask for an svg around them: none is around what `use` repeats on paper.
constexpr const char* rules = R"(
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}
main{max-width:78rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{margin:.2rem 0;font-size:1.7rem;line-height:1.25}
h2{margin:2rem 0 .5rem;font-size:1.25rem}
h3{margin:0 0 .4rem;font-size:1.05rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.bad{color:var(--root)}.good{color:var(--agree)}
.muted,figcaption,.note{color:var(--muted)}
code,pre,.number{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em}
pre{background:var(--panel);border:1px solid var(--line);padding:.6rem;margin:.3rem 0;
white-space:pre-wrap}
dl{display:grid;grid-template-columns:9.5rem 1fr;gap:.15rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0;min-width:0}
.card{background:var(--panel);border:1px solid var(--line);border-left:6px solid var(--root);
padding:.8rem 1rem;margin:.6rem 0}
.values{border:0;width:auto}
.values th{min-width:9.5rem;font-weight:600}.values th,.values td{border:0;padding:.1rem 1rem .1rem 0;vertical-align:baseline}
.differs{color:var(--root);font-weight:700;text-decoration:underline;text-underline-offset:.15em}
.scroll{overflow:auto;border:1px solid var(--line);max-height:36rem}
.scroll.tall{max-height:44rem}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid var(--line);padding:.2rem .5rem;text-align:left;vertical-align:top}
thead th{position:sticky;top:0;background:var(--panel);border-top:0;overflow-wrap:normal}
tbody th{font-weight:400}
#rows{min-width:62rem}
#rows td.number{white-space:nowrap}
#rows td:nth-child(2){min-width:15rem}
#rows tr:target,#rows tr.chosen{outline:3px solid var(--link);outline-offset:-3px}
.s{white-space:nowrap}
.s0{color:var(--root);font-weight:700}.s1{color:var(--propagated);font-weight:600}
.s2,.s3{color:var(--absent);font-weight:600}.s4,.s5{color:var(--agree)}.s6{color:var(--muted)}
form.filter{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:end;margin:.5rem 0}
form.filter[hidden]{display:none}
fieldset{border:1px solid var(--line);padding:.2rem .6rem;display:flex;flex-wrap:wrap;gap:.2rem .9rem;
min-width:0}
input[type=search],select,button{font:inherit;color:var(--ink);background:var(--paper);
border:1px solid var(--line);padding:.25rem .5rem;max-width:100%}
button{background:var(--link);color:var(--paper);cursor:pointer}
label{display:inline-block;max-width:100%;min-width:0}
svg{display:block;background:var(--paper)}
.key{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0;margin:.4rem 0;list-style:none}
.key li{display:flex;gap:.4rem;align-items:center}
text{font:13px system-ui,sans-serif;fill:var(--ink)}
text.small{font-size:11.5px}
text.title{font-weight:600}
.printed{display:none}
@media(scripting:none){#graph{max-height:none}}
.edge{fill:none;stroke:var(--line);stroke-width:1.2}
.edge.hot{stroke:var(--root);stroke-width:2.2}
.edge.back{stroke-dasharray:5 4}
.arrow{fill:var(--line)}.arrow.hot{fill:var(--root)}
.node{stroke-width:1.6}
.n-root{fill:var(--root-tint);stroke:var(--root);stroke-width:3}
.n-propagated{fill:var(--propagated-tint);stroke:var(--propagated)}
.n-agree{fill:var(--agree-tint);stroke:var(--agree)}
.n-absent{fill:var(--absent-tint);stroke:var(--absent)}
.n-outside{fill:var(--panel);stroke:var(--muted);stroke-dasharray:4 3}
svg a:focus-visible{outline:none}
svg a:focus-visible .node{stroke:var(--link);stroke-width:5}
.axis{stroke:var(--line);fill:none}.grid{stroke:var(--line);stroke-opacity:.25;fill:none}
.plot{background:var(--panel)}
.ref{stroke:var(--reference);fill:none;stroke-width:2}
.refdot{fill:var(--reference)}
.cand{stroke:var(--candidate);fill:none;stroke-width:2;stroke-dasharray:6 4}
.canddot{stroke:var(--candidate);fill:none;stroke-width:2}
.delta{stroke:var(--root);stroke-width:3}
.zero{stroke:var(--muted)}
.plots{display:flex;flex-wrap:wrap;gap:1rem}
.panels{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1.2rem}
figure{margin:0;max-width:100%}
.panels .frame{position:relative;border:1px solid var(--line);line-height:0}
.panels img{width:100%;height:auto;image-rendering:pixelated}
.panels .frame svg{position:absolute;inset:0;width:100%;height:100%;background:none}
.ring{fill:none;stroke:#000;stroke-width:3}.ring.inner{stroke:#fff;stroke-width:1.4}
.panels .tag{fill:#fff;stroke:#000;stroke-width:3px;paint-order:stroke;font-weight:700}
.panels img.bar{height:1rem;margin-top:.4rem;border:1px solid var(--line)}
.ticks{display:flex;justify-content:space-between;gap:.5rem;font-size:.8rem;color:var(--muted)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem}
@media(max-width:40rem){.panels{grid-template-columns:minmax(0,1fr)}dl{grid-template-columns:1fr}dt{margin-top:.3rem}h1{font-size:1.35rem}}
@media print{main{max-width:none;padding:0}.scroll,.scroll.tall{overflow:visible;max-height:none;border:0}
form.filter,button,.skip{display:none}thead th{position:static}svg{max-width:100%;height:auto}
#graph{position:absolute;width:0;height:0;overflow:hidden}
.printed{display:block}.printed figure{break-inside:avoid;margin:0 0 1rem}
.printed svg{width:100%;max-height:22cm}
.card,figure,tr{break-inside:avoid}details::details-content{content-visibility:visible}
#rows{font-size:8pt;min-width:0}#rows td.number{white-space:normal}#rows td:nth-child(2){min-width:0}}
)";

constexpr const char* script = R"(
"use strict";
(() => {
const find = id => document.getElementById(id);
const copy = find("copy");
if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    let done = true;
    try { await navigator.clipboard.writeText(find("command").textContent); }
    catch {
      const range = document.createRange();
      range.selectNodeContents(find("command"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      done = document.execCommand("copy");
    }
    find("copied").textContent = done ? "copied" : "selected; copy it with Ctrl+C";
  });
}
const graph = find("graph");
const first = graph && (graph.querySelector(".n-root") || graph.querySelector(".n-absent"));
if (first) {
  const box = first.getBBox();
  graph.scrollLeft = box.x + box.width / 2 - graph.clientWidth / 2;
  graph.scrollTop = box.y + box.height / 2 - graph.clientHeight / 2;
}
const filter = find("filter");
if (!filter) return;
const rows = [...find("rows").tBodies[0].rows];
const text = rows.map(row => row.textContent.toLowerCase());
const boxes = [...filter.querySelectorAll("input[type=checkbox]")];
const apply = () => {
  const words = find("words").value.toLowerCase().split(/\s+/).filter(word => word);
  const tap = find("tap").value;
  const shown = new Set(boxes.filter(box => box.checked).map(box => box.value));
  let count = 0;
  rows.forEach((row, i) => {
    const good = shown.has(row.dataset.s) && (tap === "" || row.dataset.t === tap) &&
        words.every(word => text[i].includes(word));
    row.hidden = !good;
    count += good ? 1 : 0;
  });
  find("count").textContent = `${count} of ${rows.length} rows shown`;
};
filter.hidden = false;
filter.addEventListener("submit", event => event.preventDefault());
filter.addEventListener("input", apply);
filter.addEventListener("reset", () => setTimeout(apply));
document.querySelectorAll("a[data-tap]").forEach(link => link.addEventListener("click", () => {
  filter.reset();
  find("tap").value = link.dataset.tap;
  apply();
}));
apply();
})();
)";

} // namespace

std::string page_style() {
    return variables(false) + "@media screen and (prefers-color-scheme:dark){" + variables(true) +
           "}" + rules;
}

std::string page_script() {
    return script;
}

} // namespace tapir::reports
