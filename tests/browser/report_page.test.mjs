import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open, picture } from "./browser.mjs";
import { contrasts } from "./contrast.mjs";
import { folder, makePages } from "./pages.mjs";

const names = ["red", "green", "hostile", "images", "huge"];
let terminal;
let browser;
before(async () => {
  terminal = makePages();
  browser = await launch();
});
after(() => browser?.close());

/** Presses Tab until the selector has the focus. */
async function tabTo(page, selector, most = 400) {
  for (let i = 0; i < most; ++i) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(s => document.activeElement.matches(s), selector)) {
      return;
    }
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

const shownRows = page =>
  page.$$eval("#rows tbody tr", rows => rows.filter(row => row.checkVisibility()).map(row => row.textContent));

test("every page: loads without a message, an error or a request, wide and narrow, light and dark", async () => {
  for (const name of names) {
    for (const scheme of ["light", "dark"]) {
      for (const width of [1280, 400]) {
        const { page, seen } = await open(browser, name, { scheme, width });
        assert.deepEqual(seen, [], name);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} px wider than ${width} px`);
        await picture(page, `${name}_${scheme}_${width}`);
        await page.context().close();
      }
    }
    assert.ok(statSync(join(folder, `${name}.html`)).size <= 1e6, name);
  }
});

test("every page: contrast of all text and drawings is WCAG AA, light and dark", async () => {
  for (const name of names) {
    for (const scheme of ["light", "dark"]) {
      const { page } = await open(browser, name, { scheme });
      const found = await page.evaluate(contrasts);
      assert.deepEqual(found.low, [], `${name} ${scheme}`);
      assert.ok(found.texts > 30, `${name}: only ${found.texts} texts were looked at`);
      if (name === "red") {
        assert.ok(found.drawings > 100);
        // the check itself must be able to fail
        await page.evaluate(() => { for (const dd of document.querySelectorAll("dd")) dd.style.color = "#777"; });
        assert.notDeepEqual((await page.evaluate(contrasts)).low, []);
      }
      await page.context().close();
    }
  }
});

test("the first line says the verdict, and the numbers are those of the terminal", async () => {
  for (const [name, words] of [["red", "DIVERGENCE"], ["green", "PARITY"], ["images", "DIVERGENCE"]]) {
    const { page } = await open(browser, name);
    assert.equal(await page.textContent("#verdict"), words);
    assert.ok((await page.evaluate(() => document.body.innerText.trim().split("\n")[0])).includes(words));
    assert.ok(terminal[name].startsWith(`${words}\n`));
    assert.ok(terminal[name].includes(`compared   ${await page.textContent("#counts")}`));
    await page.context().close();
  }
  const { page } = await open(browser, "red");
  const card = await page.textContent(".card");
  for (const part of ["ROT/ap_y", "stale", "-2.18805340763623e-09", "-2.18717928453817e-09",
    "slow=685 fast=1039", "43 other departing"]) {
    assert.ok(card.includes(part), part);
  }
  assert.match(await page.textContent("#command"), /^tapir diff .*--config supervisor/);
});

test("the filter works by keyboard, and says how many rows are left", async () => {
  const { page } = await open(browser, "red");
  const all = (await shownRows(page)).length;
  assert.equal(all, 701);
  assert.equal(await page.getAttribute("#count", "aria-live"), "polite");
  await tabTo(page, "#words");
  await page.keyboard.type("f_latt phi_tic=");
  const latt = await shownRows(page);
  assert.ok(latt.length > 0 && latt.length < 200);
  assert.ok(latt.every(row => /f_latt/i.test(row) && row.includes("phi_tic=")));
  assert.equal(await page.textContent("#count"), `${latt.length} of ${all} rows shown`);
  await tabTo(page, "input[value='5']");
  await page.keyboard.press("Space");
  const departing = await shownRows(page);
  assert.ok(departing.length > 0 && departing.length < latt.length);
  assert.ok(departing.every(row => /root|propagated/.test(row)));
  await tabTo(page, "button[type=reset]");
  await page.keyboard.press("Enter");
  await page.waitForFunction(count => document.getElementById("count").textContent.startsWith(count), `${all} of`);
  assert.equal((await shownRows(page)).length, all);
});

test("a stage takes the focus, shows it, and leads to its records", async () => {
  const { page } = await open(browser, "red");
  await tabTo(page, "#graph a");
  const root = page.locator("#graph a:has(.n-root)");
  await root.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  assert.equal(await root.locator(".node").evaluate(node => getComputedStyle(node).strokeWidth), "5px");
  await page.keyboard.press("Enter");
  const rows = await shownRows(page);
  assert.ok(rows.length > 0 && rows.length < 200);
  assert.ok(rows.some(row => row.includes("ROT/ap_y")));
  assert.match(page.url(), /#t\d+$/);
});

test("text of a hostile trace is inert, and its marks are visible", async () => {
  const { page, seen } = await open(browser, "hostile");
  await page.mouse.move(300, 300);
  assert.deepEqual(seen, []);
  assert.equal(await page.locator("script").count(), 1);
  assert.equal(await page.locator("img[src=x]").count(), 0);
  const text = await page.evaluate(() => document.body.textContent);
  assert.ok(text.includes("<script>alert(1)</script>"));
  for (const escape of ["\\x1b[31m", "\\u{202e}", "\\u{2066}", "\\u{200f}", "\\x00", "<img src=x"]) {
    assert.ok(text.includes(escape), escape);
  }
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
});

test("images: six panels with text for those who do not see them, rings, and colour bars", async () => {
  const { page } = await open(browser, "images");
  const panels = await page.$$eval(".frame img", images =>
    images.map(image => [image.naturalWidth, image.alt.length > 20]));
  assert.equal(panels.length, 6);
  assert.ok(panels.every(([width, described]) => width > 0 && described));
  assert.equal(await page.locator("img.bar").count(), 6);
  assert.ok((await page.locator(".frame .tag").count()) >= 6);
});

test("printed: nothing is clipped, and without scripts everything is there", async () => {
  const { page } = await open(browser, "red");
  await page.emulateMedia({ media: "print" });
  const clipped = await page.$$eval(".scroll", boxes => boxes
    .filter(box => box.id !== "graph") // which paper has in parts
    .filter(box => getComputedStyle(box).overflow !== "visible" || box.scrollHeight > box.clientHeight + 1)
    .length);
  assert.equal(clipped, 0);
  const pdf = await page.pdf({ path: join(folder, "red.pdf"), format: "A4", printBackground: true });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.ok((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length > 5);
  const still = await open(browser, "red", { script: false });
  assert.deepEqual(still.seen, []);
  assert.equal(await still.page.locator("#rows tbody tr:visible").count(), 701);
  assert.ok(!(await still.page.isVisible("#filter")));
});

test("the stage graph opens with its first root in view, with scripts and without", async () => {
  for (const name of ["red", "huge"]) {
    for (const [width, script] of [[1280, true], [400, true], [1280, false]]) {
      const { page } = await open(browser, name, { width, script });
      const graph = await page.locator("#graph").boundingBox();
      const root = await page.locator("#graph .n-root").first().boundingBox();
      const what = `${name}, ${width} px, ${script ? "with" : "without"} scripts`;
      assert.ok(root.x >= graph.x && root.x + root.width <= graph.x + graph.width, what);
      assert.ok(root.y >= graph.y && root.y + root.height <= graph.y + graph.height, what);
      await page.context().close();
    }
  }
});

test("printed: the stage graph is legible, and every stage is on one of its parts", async () => {
  const { page } = await open(browser, "red", { width: 718 }); // A4 less its margins
  const stages = await page.locator("#graph a[data-tap]").count();
  const letters = await page.$eval("#graph .small", text => parseFloat(getComputedStyle(text).fontSize));
  assert.equal(await page.locator(".printed svg:visible").count(), 0);
  await page.emulateMedia({ media: "print" });
  const parts = await page.$$eval(".printed svg", (all, letters) => all.map(svg => {
    const view = svg.viewBox.baseVal;
    const scale = Math.min(svg.clientWidth / view.width, svg.clientHeight / view.height);
    const nodes = [...document.querySelectorAll("#graph a[data-tap] .node")].filter(node => {
      const box = node.getBBox();
      return box.x >= view.x && box.x + box.width <= view.x + view.width;
    });
    return { points: letters * scale * 0.75, nodes: nodes.length };
  }), letters);
  assert.ok(parts.length > 1);
  assert.equal(parts.reduce((sum, part) => sum + part.nodes, 0), stages);
  for (const part of parts) {
    assert.ok(part.points >= 6, `the smallest letters have ${part.points} points`);
  }
  await picture(page, "red_printed");
});

test("a huge trace: what is left out is said", async () => {
  const { page } = await open(browser, "huge");
  assert.match(await page.textContent("#left-out"), /Left out.*\d+ identical/s);
  assert.ok((await shownRows(page)).length > 1000);
});
