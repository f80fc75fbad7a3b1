/** The sentences every page may need, in the first load. */
import { chapter } from "./i18n";
import english from "../locales/base.en";

export const t = chapter(english, { de: () => import("../locales/base.de") });
