/** The sentences of invoices and settings. */
import { say, type Words } from "../base/i18n";
import type english from "../locales/desk.en";
import type { sentences } from "../locales/desk.de";

export const d = say as Words<typeof english, keyof typeof sentences>;
