/**
 * Run axe on the pages that test_pages.py wrote, without a browser: every rule but those that need layout or color.
 * Exit status 1 when a page has a violation, or when there are too few pages.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import vm from "node:vm";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { JSDOM, VirtualConsole } from "jsdom";

const FOLDER = process.argv[2] ?? "var/test/pages";
const FEWEST = 150;
/** jsdom draws nothing, so these can't be told here; the gallery and the sweep in a real browser have them. */
const NEED_LAYOUT = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];
const OPTIONS = { resultTypes: ["violations"], rules: Object.fromEntries(NEED_LAYOUT.map((rule) => [rule, { enabled: false }])) };
const axe = new vm.Script(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));

async function violations(html) {
  const dom = new JSDOM(html, { runScripts: "outside-only", virtualConsole: new VirtualConsole(), url: "http://localhost/" });
  const { document } = dom.window;
  for (const closed of document.querySelectorAll("[popover]")) closed.hidden = true; // jsdom doesn't know them
  for (const details of document.querySelectorAll("details")) details.open = true;
  const context = dom.getInternalVMContext();
  axe.runInContext(context);
  const found = await dom.window.axe.run(document, OPTIONS);
  const lines = found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.html.slice(0, 200)} at ${node.target} — ${node.failureSummary.replace(/\s+/g, " ")}`),
  );
  dom.window.close();
  return lines;
}

/** The pages of one share, checked in a thread of its own. */
async function checkShare({ files }) {
  const failures = [];
  for (const file of files) {
    const html = readFileSync(`${FOLDER}/${file}`, "utf8");
    const lines = await violations(html);
    if (lines.length) failures.push(`${html.slice(0, html.indexOf("\n"))}\n${lines.map((line) => `  ${line}`).join("\n")}`);
  }
  parentPort.postMessage(failures);
}

function shareOut(files) {
  const threads = Math.min(availableParallelism(), files.length);
  const shares = Array.from({ length: threads }, (_, index) => files.filter((_, at) => at % threads === index));
  return Promise.all(
    shares.map(
      (share) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { argv: [FOLDER], workerData: { files: share } });
          worker.on("message", resolve).on("error", reject);
        }),
    ),
  );
}

if (isMainThread) {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".html")).sort();
  const failures = (await shareOut(files)).flat();
  if (files.length < FEWEST) failures.push(`Only ${files.length} pages in ${FOLDER}.`);
  if (failures.length) console.log(failures.join("\n"));
  console.log(`${files.length - failures.length} passed, ${failures.length} failed`);
  process.exitCode = failures.length ? 1 : 0;
} else {
  await checkShare(workerData);
}
