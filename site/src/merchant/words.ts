/** The sentences of the console. */
import { chapter } from "../base/i18n";
import english from "../locales/console.en";

export const w = chapter(english, { de: () => import("../locales/console.de") });
