// Builds site/dist (or the folder named): hashed files under /assets/, one HTML page per entry. It takes 3 s, nearly all of it the second minifier's.
import { build } from "esbuild";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, relative, resolve } from "node:path";
import { minify } from "uglify-js";
import { keep, wordsOf } from "./words.mjs";

const out = process.argv[2] ?? "dist";
const fresh = `${out}.new`;
const pages = { portal: "index.html", merchant: "merchant.html" };

const options = (entry) => ({
  entryPoints: [`src/${entry}.tsx`, `src/${entry}.css`],
  outdir: `${fresh}/assets`,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  charset: "utf8",
  metafile: true,
  format: "esm",
  target: "es2022",
  // `h(Part, props, ...children)` packs better than the automatic runtime's `jsx(Part, { ...props, children })`.
  jsx: "transform",
  jsxFactory: "h",
  jsxFragment: "Fragment",
  tsconfigRaw: {},
  alias: { "preact/hooks": resolve("src/base/hooks.ts") },
  legalComments: "none",
});

/** Our sources, through `read`. Every file with JSX is handed what JSX becomes; esbuild's own `inject` would import it into all other files too. */
const sources = (read) => ({
  name: "sources",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.tsx?$/ }, async ({ path }) => {
      const [text, loader] = [await read(relative("src", path)), path.endsWith("x") ? "tsx" : "ts"];
      return { contents: loader === "tsx" ? `import { Fragment } from "preact"; import { h } from "preact/hooks"; ${text}` : text, loader };
    }),
});

/** A script, smaller: a second minifier still finds 3 %. */
function smaller(script) {
  const { code, error } = minify(script, { module: true, compress: { pure_getters: true, hoist_props: false, inline: false } });
  if (error) throw error;
  return code;
}

/** What a lazy chunk holds lies in a shared one as soon as another chunk imports it: both are then asked for at once, not one after the other. */
function ahead(script, outputs, first) {
  for (const { name, entryPoint, inputs, imports } of outputs) {
    if (!entryPoint || Object.values(inputs).some(({ bytesInOutput }) => bytesInOutput)) continue;
    const held = imports.map(({ path }) => basename(path)).filter((chunk) => chunk !== first);
    for (const chunk of held) script = script.replaceAll(`import("./${name}")`, `(import("./${chunk}"),$&)`);
  }
  return script;
}

await rm(fresh, { recursive: true, force: true });
await cp("public", fresh, { recursive: true });
await mkdir(`${fresh}/assets`);

for (const [entry, page] of Object.entries(pages)) {
  // Once to see which sources make the first script, then in earnest, with places for words.
  const draft = await build({ ...options(entry), write: false, minify: false, plugins: [sources((path) => readFile(`src/${path}`, "utf8"))] });
  const words = await wordsOf(draft.metafile, `src/${entry}.tsx`);
  const addresses = {
    "WORDS.de.here": await keep(fresh, `${entry}.de`, words.here("de")),
    "WORDS.de.later": await keep(fresh, `${entry}-pages.de`, words.later("de")),
    "WORDS.en.later": await keep(fresh, `${entry}-pages.en`, words.later("en")),
  };
  const define = Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, JSON.stringify(address)]));
  const { metafile, outputFiles } = await build({ ...options(entry), write: false, plugins: [sources(words.read)], define });
  // Lazy chunks import the entry itself, so all it holds lands in one shared chunk: the page loads that, one request. The entry's own file is empty then.
  const outputs = Object.entries(metafile.outputs).map(([path, output]) => ({ ...output, name: basename(path) }));
  const first = outputs.find(({ inputs }) => inputs[`src/${entry}.tsx`]?.bytesInOutput > 0);
  const empty = first.entryPoint ? undefined : outputs.find(({ entryPoint }) => entryPoint === `src/${entry}.tsx`);
  for (const { path, text } of outputFiles) if (basename(path) !== empty?.name) await writeFile(path, path.endsWith(".js") ? ahead(smaller(text), outputs, first.name) : text);
  const style = outputs.find(({ name }) => name.endsWith(".css")).name;
  const html = (await readFile(page, "utf8"))
    .replace("{script}", `/assets/${first.name}`)
    .replace("{style}", `/assets/${style}`)
    .replace("{words}", () => words.here("en").replaceAll("<", "\\u003c"));
  await writeFile(`${fresh}/${page}`, html.replace(/\n\s*/g, "\n"));
}

// Whoever serves it meanwhile sees the old one or the new one.
await rm(out, { recursive: true, force: true });
await rename(fresh, out);
