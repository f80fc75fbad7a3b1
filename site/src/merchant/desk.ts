/** The sentences of invoices and settings: they come with those pages. */
import { chapter } from "../base/i18n";
import english from "../locales/desk.en";

export const d = chapter(english, { de: () => import("../locales/desk.de") });
