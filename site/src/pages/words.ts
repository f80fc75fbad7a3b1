/** The sentences of the rooms. */
import { say, type Words } from "../base/i18n";
import type english from "../locales/portal.en";
import type { sentences } from "../locales/portal.de";

export const w = say as Words<typeof english, keyof typeof sentences>;
