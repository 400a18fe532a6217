/**
 * Builds the browser's part into daybridge/static/built/: the style sheet with its fonts, the staff's script, the
 * companion, its service worker, the icon sprite, the home screen's pictures, each compressed beside it for browsers that
 * ask, and manifest.json (plain name -> hashed name), which Django reads.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { build } from "esbuild";
import { drawing, LOOKS, picture } from "./mark.mjs";

const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const outdir = path.join(checkout, "daybridge/static/built");
const from = (name) => path.join(checkout, name);

/** What a phone keeps to open the companion without a network. */
const KEPT_BY_PHONES = ["home-notes.svg", "home-journal.svg", "main.css", "companion.js", "library.js", "week.js", "use.js", "messages.js", "icons.svg", "atkinson-hyperlegible-next-latin-wght-normal.woff2"];

const shared = {
  bundle: true,
  minify: true,
  format: "esm",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  outdir,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  target: ["chrome123", "firefox128", "safari17.5"],
  define: { "process.env.NODE_ENV": '"production"' },
};

/** Bundles entry points and answers plain name -> hashed name of everything that came out. */
async function bundle(entryPoints, define = {}) {
  const { metafile } = await build({ ...shared, entryPoints, define: { ...shared.define, ...define } });
  const files = Object.keys(metafile.outputs).map((output) => path.basename(output));
  return Object.fromEntries(files.map((file) => [file.replace(/-[A-Z0-9]{8}(?=\.[a-z0-9]+$)/, ""), file]));
}

function hashOf(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
}

async function written(name, content) {
  const hashed = name.replace(/(?=\.[a-z0-9]+$)/, `-${hashOf(content)}`);
  await writeFile(path.join(outdir, hashed), content);
  return { [name]: hashed };
}

/** One symbol per name in icons.txt; an unknown name stops the build. */
async function sprite() {
  const names = (await readFile(from("daybridge/ui/icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function symbol(name) {
  const drawn = await readFile(from(`node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const [, shapes] = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(drawn) ?? [];
  if (!shapes) throw new Error(`icons.txt: ${name} has no drawing in lucide-static`);
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.trim().replace(/\s*\n\s*/g, "")}</symbol>`;
}

/** Every look that a phone's home screen may have; Apple rounds the corners itself. */
async function homeScreens() {
  const made = Object.entries(LOOKS).map(async ([name, look]) => ({
    ...(name === "home" ? {} : await written(`${name}.svg`, drawing(look))), // the house's own is ui/mark.svg
    ...(await written(`${name}-192.png`, picture(look, 192, { corner: 8 }))),
    ...(await written(`${name}-512.png`, picture(look, 512, { corner: 8 }))),
    ...(await written(`${name}-180.png`, picture(look, 180))),
    ...(await written(`${name}-maskable-512.png`, picture(look, 512, { scale: 0.78 }))),
  }));
  return Object.assign({}, ...(await Promise.all(made)));
}

/** Fonts and pictures are compressed already. */
async function compressed(files) {
  const wanted = files.filter((file) => /\.(css|js|svg)$/.test(file)).map((file) => path.join(outdir, file));
  const ways = [[".br", promisify(brotliCompress)], [".gz", promisify(gzip)]];
  await Promise.all(
    wanted.flatMap((file) => ways.map(async ([ending, way]) => writeFile(file + ending, await way(await readFile(file))))),
  );
}

async function previously() {
  try {
    return Object.values(JSON.parse(await readFile(path.join(outdir, "manifest.json"), "utf8")));
  } catch {
    return [];
  }
}

await mkdir(outdir, { recursive: true });
const before = await previously();
const made = {
  ...(await bundle([from("daybridge/ui/styles/main.css"), from("client/workspace.ts"), from("client/companion.ts"), from("client/library.ts"), from("client/week.ts"), from("client/use.ts"), from("client/messages.ts"), from("client/kiosk.ts"), from("client/telehealth.ts"), from("client/frames.ts"), from("client/livekit.ts")])),
  ...(await written("icons.svg", await sprite())),
  ...(await homeScreens()),
};
const kept = KEPT_BY_PHONES.map((name) => {
  if (!made[name]) throw new Error(`${name} was not built, and phones need it`);
  return { url: `/static/built/${made[name]}`, revision: null };
});
kept.push({ url: "/static/ui/mark.svg", revision: hashOf(await readFile(from("daybridge/ui/static/ui/mark.svg"))) });
const precache = JSON.stringify(kept);
const icons = Object.fromEntries(Object.keys(LOOKS).map((name) => [name, `/static/built/${made[`${name}-192.png`]}`]));
const workers = { PRECACHE: precache, BUILD: JSON.stringify(hashOf(precache)), ICONS: JSON.stringify(icons) };
Object.assign(made, await bundle([from("client/sw.ts"), from("client/notices.ts")], workers));
await compressed(Object.values(made));

// Renamed into place, so that a server starting meanwhile never reads half a manifest.
const manifest = path.join(outdir, "manifest.json");
await writeFile(`${manifest}.new`, `${JSON.stringify(made, null, 1)}\n`);
await rename(`${manifest}.new`, manifest);

// A page opened before this build may still ask for its files; those of the builds before that are gone.
const stays = new Set([...Object.values(made), ...before, "manifest.json"]);
for (const file of await readdir(outdir)) if (!stays.has(file.replace(/\.(br|gz)$/, ""))) await rm(path.join(outdir, file));
