/** The sentences every page may need. */
import { say, type Words } from "./i18n";
import type english from "../locales/base.en";
import type { sentences } from "../locales/base.de";

export const t = say as Words<typeof english, keyof typeof sentences>;
