/** Languages: pages speak English, other languages answer each of its sentences, or the page does not compile; they are loaded when spoken. */
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

/** The sentences of a language by their English, and what more than one sentence is needed for: numbers, states. */
interface Spoken<M, S extends string> {
  default: M;
  sentences: Record<S, string>;
}

/** A sentence, `{0}` and `{1}` filled in; without arguments: the tables. */
interface Words<M, S extends string> {
  (sentence: S, ...values: Array<string | number>): string;
  (): M;
}

const chapters: Array<(language: Language) => Promise<() => void>> = [];

/** The words of one part of the site: `const t = chapter(english, { de: () => import("./de") })`, used as `t("Pay {0}", amount)` and `t().states`. */
export function chapter<M, S extends string>(english: M, others: Record<Exclude<Language, "en">, () => Promise<Spoken<M, S>>>): Words<M, S> {
  const words = signal<{ default: M; sentences?: Record<string, string> }>({ default: english });
  chapters.push(async (to) => {
    const next = to === "en" ? { default: english } : await others[to]();
    return () => (words.value = next);
  });
  return ((sentence?: string, ...values: string[]) =>
    sentence ? (words.value.sentences?.[sentence] ?? sentence).replace(/{(\d)}/g, (_, n) => values[n]!) : words.value.default) as Words<M, S>;
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
