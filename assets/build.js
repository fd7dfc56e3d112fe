// Builds editor.js with the packages that it uses into one script, and gathers the licences of what is in it.

import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TARGET = join(import.meta.dirname, "..", "src", "healthkg", "templates", "built");
const LICENCES = "editor.licences.txt";

const made = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["editor.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* healthkg, Apache-2.0, with packages of others: their licences are in ${LICENCES} */` },
  metafile: true,
  write: false,
});

/** Return the folders of the packages whose code is in the script. */
function packages(metafile) {
  const found = Object.keys(metafile.inputs).map((path) => path.match(/^node_modules\/(@[^/]+\/)?[^/]+/)?.[0]);
  return [...new Set(found.filter(Boolean))].sort();
}

/** Return name, version and licence of a package, word for word. */
function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(import.meta.dirname, folder, "package.json")));
  const file = readdirSync(join(import.meta.dirname, folder)).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${name} comes without the text of its licence (${license})`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(import.meta.dirname, folder, file), "utf8").trim()}\n`;
}

if (!existsSync(TARGET)) mkdirSync(TARGET, { recursive: true });
const script = made.outputFiles[0].contents;
writeFileSync(join(TARGET, LICENCES), packages(made.metafile).map(licence).join(`\n${"-".repeat(72)}\n\n`));
writeFileSync(join(TARGET, "editor.js"), script);
console.log(`editor.js: ${Math.round(script.length / 1024)} KiB, ${packages(made.metafile).length} packages`);
