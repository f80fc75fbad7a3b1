/** Languages: English is the type of all others, so a missing sentence does not compile; others are loaded when spoken. */
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

type Loader<M> = () => Promise<{ default: M }>;
type Others<M> = Record<Exclude<Language, "en">, Loader<M>>;
const chapters: Array<(language: Language) => Promise<() => void>> = [];

/** The sentences of one part of the site: `const t = chapter(english, { de: () => import("./de") })`, used as `t().pay`. */
export function chapter<M>(english: M, others: Others<M>): () => M {
  const words = signal(english);
  chapters.push(async (to) => {
    const next = to === "en" ? english : (await others[to]()).default;
    return () => (words.value = next);
  });
  return () => words.value;
}

/** Speak `wish` (or the nearest we have) everywhere. Also after loading a chunk that brings chapters of its own. */
export async function speak(wish: string = language.value): Promise<void> {
  const next = languages.find((one) => wish.startsWith(one)) ?? "en";
  for (const turn of await Promise.all(chapters.map((chapter) => chapter(next)))) turn();
  language.value = next;
  // The browser knows the region: how dates are written in Vienna, for one.
  locale.value = navigator.languages.find((tag) => tag.startsWith(next)) ?? next;
  document.documentElement.lang = next;
}

/** What a stranger speaks, of the languages a merchant offers; else the merchant's own. */
export const preferred = (offered: readonly string[], otherwise: string): string =>
  navigator.languages.find((tag) => offered.some((one) => tag.startsWith(one))) ?? otherwise;
