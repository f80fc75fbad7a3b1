/** Calendar dates by the merchant's calendar. */
import { timezone } from "../base/i18n";

/** Today, as `YYYY-MM-DD`. */
export const today = (): string => new Intl.DateTimeFormat("sv", { timeZone: timezone.value || undefined }).format();

/** So many days after `date`. */
export const after = (date: string, days: number): string => new Date(Date.parse(date) + days * 864e5).toISOString().slice(0, 10);
