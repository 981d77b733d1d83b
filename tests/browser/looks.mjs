// Ways of looking at a page, and what is wrong with it in each. A finding is a line of text.
import axe from "axe-core";
import { pathToFileURL } from "node:url";

/** A telephone of 320 CSS pixels, which is also a screen of 1280 at 400 per cent. */
export const LOOKS = [
  { name: "desktop", viewport: { width: 1280, height: 900 }, axe: true },
  { name: "320 px", viewport: { width: 320, height: 640 }, axe: true, narrow: true },
  { name: "400% zoom", viewport: { width: 320, height: 225 }, deviceScaleFactor: 4, narrow: true },
  { name: "forced colours", viewport: { width: 1280, height: 900 }, forcedColors: "active", axe: true, pictures: true },
  { name: "no script", viewport: { width: 1280, height: 900 }, javaScriptEnabled: false, silent: true },
  { name: "keyboard", viewport: { width: 1280, height: 900 }, keyboard: true },
];

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Looks at a file in one way; what is wrong with it. */
export async function look(browser, file, root, how) {
  const { viewport, deviceScaleFactor, forcedColors, javaScriptEnabled } = how;
  // The policy of a page would keep the checker out as well as everybody else.
  const context = await browser.newContext({ viewport, deviceScaleFactor, forcedColors, javaScriptEnabled, bypassCSP: !!how.axe });
  const page = await context.newPage();
  const found = [];
  page.on("console", (it) => ["error", "warning"].includes(it.type()) && found.push(`console: ${it.text()}`));
  page.on("pageerror", (it) => found.push(`script error: ${it.message}`));
  const own = pathToFileURL(root + "/").href;
  page.on("request", (it) => {
    const url = it.url();
    if (!url.startsWith(own) && !url.startsWith("data:")) found.push(`request: ${url}`);
  });
  page.on("requestfailed", (it) => found.push(`not there: ${it.url()}`));
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  if (how.silent) {
    if (!(await page.locator("h1").innerText()).trim()) found.push("without script there is no heading");
    if ((await page.locator("main").innerText()).length < 100) found.push("without script there is no content");
  } else {
    found.push(...(await page.evaluate(inPage, how)));
    if (how.keyboard) found.push(...(await keyboard(page)));
    if (how.axe) found.push(...(await violations(page)));
  }
  await context.close();
  return found;
}

async function violations(page) {
  await page.evaluate(axe.source);
  const result = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false }), RULES);
  return result.violations.map((it) => `axe ${it.id}: ${it.nodes.length} times, as at ${it.nodes[0].target.join(" ")}`);
}

/** What the page itself can be asked. */
function inPage(how) {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (how.narrow && wide > 0) {
    const is_out = (it) => it.getBoundingClientRect().right > window.innerWidth + 1 && !it.closest(".scroll, .govuk-visually-hidden");
    const out = [...document.querySelectorAll("body *")].find(is_out);
    found.push(`it is ${wide} px too wide, by ${out ? out.tagName + "." + out.className : "something"}`);
  }
  for (const it of document.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(it.getAttribute("href").slice(1))) found.push(`a link leads nowhere: ${it.getAttribute("href")}`);
  }
  for (const it of document.querySelectorAll("svg[role=img]")) {
    const names = (it.getAttribute("aria-labelledby") ?? "").split(" ");
    if (!names.every((id) => id && document.getElementById(id)?.textContent.trim())) found.push("a picture has no name");
    if (!document.querySelector("table")) found.push("a picture has no table behind it");
  }
  if (how.pictures) {
    for (const it of document.querySelectorAll("svg text")) {
      const style = getComputedStyle(it);
      if (style.fill === getComputedStyle(document.body).backgroundColor) found.push("text of a picture has the colour of its ground");
    }
  }
  return [...new Set(found)];
}

/** Everything that can be used is reached by the Tab key in the order of the page, and is seen to be reached. */
async function keyboard(page) {
  const found = [];
  const usable = "a[href], summary, button, input, select, textarea, [tabindex='0']";
  await page.evaluate((usable) => {
    const is_there = (it) => it.checkVisibility({ checkVisibilityCSS: true });
    window.expected = [...document.querySelectorAll(usable)].filter(is_there);
    window.scrollTo(0, 0);
  }, usable);
  const all = await page.evaluate(() => window.expected.length);
  // The first of a page, and some of those far down: a table has a link in each cell.
  const most = Math.min(all, 60);
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press("Tab");
    const wrong = await page.evaluate((at) => {
      const is = document.activeElement;
      if (is !== window.expected[at]) return `Tab ${at + 1} leads to ${is?.tagName ?? "nothing"}, and not to what comes next on the page`;
      const style = getComputedStyle(is);
      const is_seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
      return is_seen ? null : `${is.tagName} is not seen to be reached`;
    }, at);
    if (wrong) {
      found.push(wrong);
      break;
    }
  }
  const far = await page.evaluate(() => {
    const deaf = window.expected.filter((it) => (it.focus(), document.activeElement !== it));
    return deaf.length;
  });
  if (far > 0) found.push(`${far} things on it cannot be reached by keyboard`);
  return found;
}
