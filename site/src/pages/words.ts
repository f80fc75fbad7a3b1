/** The sentences of the rooms. */
import { chapter } from "../base/i18n";
import english from "../locales/portal.en";

export const w = chapter(english, { de: () => import("../locales/portal.de") });
