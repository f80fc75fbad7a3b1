/** The sentences of the console. */
import { say, type Words } from "../base/i18n";
import type english from "../locales/console.en";
import type { sentences } from "../locales/console.de";

export const w = say as Words<typeof english, keyof typeof sentences>;
