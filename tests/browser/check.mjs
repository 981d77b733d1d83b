// Looks at every page of a dashboard in a browser, in every way that it must be readable, and at pages with faults put in.
//
//   node check.mjs DASHBOARD [--chromium PATH] [--only TEXT] [--pages N]
//
// It ends with 0 where no page has a fault and every fault that was put in was found, and with 1 otherwise.
import { chromium } from "playwright-core";
import { cp, mkdtemp, readFile, readdir, rm, writeFile, appendFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { FAULTS } from "./faults.mjs";
import { LOOKS, look } from "./looks.mjs";

const [dashboard, ...options] = process.argv.slice(2);
const option = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const root = resolve(dashboard);
const executablePath = option("--chromium") ?? process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });

const all = (await readdir(root, { recursive: true })).filter((it) => it.endsWith(".html")).sort();
const some = all.filter((it) => it.includes(option("--only") ?? ""));
const pages = some.slice(0, Number(option("--pages") ?? some.length));
const wrong = [];
const jobs = pages.flatMap((page) => LOOKS.map((how) => ({ page, how })));
let next = 0;
async function worker() {
  while (next < jobs.length) {
    const { page, how } = jobs[next++];
    for (const it of await look(browser, join(root, page), root, how)) wrong.push(`${page}, ${how.name}: ${it}`);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, worker));
wrong.sort();
console.log(`${pages.length} pages, each looked at in ${LOOKS.length} ways: ${wrong.length} faults`);
wrong.slice(0, 60).forEach((it) => console.log(`  ${it}`));

const missed = [];
for (const fault of FAULTS) {
  const copy = await mkdtemp(join(tmpdir(), "dashboard-"));
  await cp(root, copy, { recursive: true, filter: (it) => !relative(root, it).startsWith("data") && !relative(root, it).startsWith("area") });
  const file = join(copy, fault.page ?? "index.html");
  const before = await readFile(file, "utf8");
  const after = fault.in(before);
  await writeFile(file, after);
  if (fault.css) await appendFile(join(copy, "assets/dashboard.css"), fault.css);
  if (after === before && !fault.css) throw new Error(`${fault.name}: there was nowhere to put it`);
  const found = [];
  for (const how of LOOKS) {
    const known = wrong.map((it) => it.slice(it.indexOf(": ") + 2));
    found.push(...(await look(browser, file, copy, how)).filter((it) => !known.includes(it)).map((it) => `${how.name}: ${it}`));
  }
  if (found.length === 0) missed.push(fault.name);
  else console.log(`found: ${fault.name} (${found[0]})`);
  await rm(copy, { recursive: true });
}
missed.forEach((it) => console.log(`NOT found: ${it}`));
await browser.close();
process.exit(wrong.length + missed.length > 0 ? 1 : 0);
