/** Languages: pages speak English, other languages answer each of its sentences, or the page does not compile. What is said is data, not script (see words.mjs). */
import { signal } from "./state";

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];
/** Each language in its own words, for a choice of language. */
export const languageNames: Record<Language, string> = { en: "English", de: "Deutsch" };

export const language = signal<Language>("en");
/** Language with region, for figures and dates. */
export const locale = signal("en");
/** The person's own time zone; empty: the browser's. */
export const timezone = signal("");

/** Where the words lie that do not stand in the page itself, those of the first page and all others: for the build to say. */
declare const WORDS: Record<Language, { here: string; later: string }>;
const later = { en: WORDS.en.later, de: WORDS.de.later };
/** Other languages also know what the API refuses. */
const others = { de: { here: WORDS.de.here, refusals: () => import("../locales/refusals.de") } };

/** A sentence, `{0}` and `{1}` filled in, "one|many" by the first of them; without arguments: the tables. */
export interface Words<M, S extends string> {
  (sentence: S, ...values: Array<string | number>): string;
  (): M;
}

/** What the first page says in English comes with it. */
const ours: unknown[] = JSON.parse(document.getElementById("words")!.textContent!);
const words = signal(ours);
const files: Record<string, Promise<unknown[]>> = {};
const read = (address: string) => (files[address] ??= fetch(address).then((answer) => answer.json()));

/** What the API refused, which speaks English, in the language spoken. */
export let refusal = (said: string): string => said;

/** What stands at a place: a table as it is, a sentence with its values. In our sources the English stands where the build puts the place. */
export const say = ((place: number, ...values: Array<string | number>) => {
  const found = words.value[place];
  return typeof found === "string" ? fill(found, ...values) : found;
}) as unknown;

/** A sentence that stands in a table. */
export function fill(sentence: string, ...values: Array<string | number>): string {
  const [one, many = one] = sentence.split("|");
  return (values[0] === 1 ? one : many)!.replace(/{(\d)}/g, (_, n) => values[n] as string);
}

/** Whether the words of the pages behind the door are wanted. */
let inside = false;

/** Have the words of all pages, in the language spoken. */
export function speakRooms(): Promise<void> {
  inside = true;
  return speak();
}

/** Speak `wish` (or the nearest we have) everywhere. */
export async function speak(wish: string = language.value): Promise<void> {
  const next = languages.find((one) => wish.startsWith(one)) ?? "en";
  const other = next === "en" ? undefined : others[next];
  const [known, more, refused] = await Promise.all([other ? read(other.here) : ours, inside ? read(later[next]) : [], other?.refusals()]);
  words.value = [...known, ...more];
  refusal = refused?.refusal ?? ((said) => said);
  language.value = next;
  // The browser knows the region: how dates are written in Vienna, for one.
  locale.value = navigator.languages.find((tag) => tag.startsWith(next)) ?? next;
  document.documentElement.lang = next;
}

/** What a stranger speaks, of the languages a merchant offers; else the merchant's own. */
export const preferred = (offered: readonly string[], otherwise: string): string =>
  navigator.languages.find((tag) => offered.some((one) => tag.startsWith(one))) ?? otherwise;
