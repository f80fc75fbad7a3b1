// Words as data: what pages say leaves the script. `w("Pay {0}", amount)` is built as `w(17, amount)`, `w().states` as `w(18)`, and 17 and 18 are places in
// one list a language. The sources keep saying their English, so a sentence without German, a missing state or a misspelt name still does not compile.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** The modules that hand out words, and the chapter (src/locales/) each of them speaks from. */
const chapters = { "base/words": "base", "pages/words": "portal", "merchant/words": "console", "merchant/desk": "desk" };
const languages = ["en", "de"];
const handedOut = /import \{ (\w+) \} from "([^"]*\/(?:words|desk))";/g;

/** All chapters as they are written: `locales["portal.de"]` has `sentences` and, as default, its tables. */
async function locales() {
  const names = Object.values(chapters).flatMap((chapter) => languages.map((language) => `${chapter}.${language}`));
  const contents = `export default { ${names.map((name) => `"${name}": await import("./src/locales/${name}.ts")`)} }`;
  const bundle = await build({ stdin: { contents, resolveDir: "." }, bundle: true, write: false, format: "esm", target: "es2022" });
  return (await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`)).default;
}

/** The words of one entry: those its first script says, and those of all other scripts. */
export async function wordsOf(metafile, first) {
  const written = await locales();
  /** One list: [English, German] each, in the order in which they are met; equal ones stand there once. */
  const list = [];
  const places = new Map();
  const place = (pair) => {
    const key = JSON.stringify(pair);
    if (!places.has(key)) places.set(key, list.push(pair) - 1);
    return places.get(key);
  };

  const sentence = (chapter, english, path) => {
    const german = written[`${chapter}.de`].sentences[english];
    if (german === undefined) throw new Error(`${path}: no German for ${JSON.stringify(english)}`);
    return place([english, german]);
  };
  const table = (chapter, name, path) => {
    const pair = languages.map((language) => written[`${chapter}.${language}`].default[name]);
    if (pair.includes(undefined)) throw new Error(`${path}: no table ${name}`);
    return place(pair);
  };

  /** A source with places instead of words. */
  const numbered = (source, path) => {
    for (const [, name, module] of source.matchAll(handedOut)) {
      const chapter = chapters[join(dirname(path), module)];
      source = source.replace(RegExp(`(?<![\\w.])${name}\\(\\)\\.(\\w+)`, "g"), (_, of) => `${name}(${table(chapter, of, path)})`);
      source = inFirstArguments(source, name, (english) => sentence(chapter, english, path));
    }
    return source;
  };

  const read = async (path) => numbered(await readFile(join("src", path), "utf8"), path);
  const scripts = Object.values(metafile.outputs).sort((a, b) => Object.hasOwn(b.inputs, first) - Object.hasOwn(a.inputs, first));
  let here = 0;
  for (const { inputs } of scripts) {
    for (const path of Object.keys(inputs)) if (/^src\/.*\.tsx?$/.test(path)) await read(relative("src", path));
    here ||= list.length;
  }
  return { read, here: (language) => told(language, list.slice(0, here)), later: (language) => told(language, list.slice(here)) };
}

const told = (language, pairs) => JSON.stringify(pairs.map((pair) => pair[languages.indexOf(language)]));

/** Every string of `name("…")` that is said, also of `name(yes ? "…" : "…")`; what is only compared with is left alone. */
function inFirstArguments(source, name, put) {
  return source.replace(RegExp(`(?<![\\w.])${name}\\((?=[^)])`, "g"), "$&\0").replace(/\0((?:"(?:[^"\\]|\\.)*"|\([^()]*\)|[^",()])*)/g, (_, argument) =>
    argument.replace(/(===\s*)?("(?:[^"\\]|\\.)*")/g, (text, compared, said) => (compared ? text : put(JSON.parse(said)))),
  );
}

/** Write a file that carries its content's hash in its name; answers its address. */
export async function keep(folder, name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  await writeFile(`${folder}/assets/${name}-${hash}.json`, text);
  return `/assets/${name}-${hash}.json`;
}
