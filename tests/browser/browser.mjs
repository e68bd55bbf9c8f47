// Debian's Chromium over pages in a folder: everything a page says or asks for is kept.
import { chromium } from "playwright-core";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folder } from "./pages.mjs";

export function launch() {
  const asRoot = process.getuid() === 0; // Chromium's sandbox refuses root
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: asRoot ? ["--no-sandbox"] : [] });
}

/** Opens a page; `seen` lists console messages, errors, dialogs and requests besides the file. */
export async function open(browser, name, { scheme = "light", width = 1280, script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: script });
  const page = await context.newPage();
  const address = pathToFileURL(join(folder, `${name}.html`)).href;
  const seen = [];
  await page.route("**/*", route => {
    const url = route.request().url();
    if (url === address) {
      return route.continue();
    }
    if (!url.startsWith("data:")) {
      seen.push(`request: ${url}`);
    }
    return url.startsWith("data:") ? route.continue() : route.abort();
  });
  page.on("console", message => seen.push(`console: ${message.text()}`));
  page.on("pageerror", error => seen.push(`error: ${error.message}`));
  page.on("dialog", dialog => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(address);
  return { page, seen };
}

export const picture = (page, name, fullPage = true) =>
  page.screenshot({ path: join(folder, `${name}.png`), fullPage });
