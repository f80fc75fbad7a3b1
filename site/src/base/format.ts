/** Figures and dates in the person's language: money exact from minor units, calendar dates never moved by a time zone. */
import { locale, timezone } from "./i18n";

const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale.value, options);
const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale.value, options);
const currencyFormat = (currency: string) => numbers({ style: "currency", currency });

/** How many decimals a currency has. */
export const decimals = (currency: string): number => currencyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** 132750, "EUR" → "€1,327.50": an exponent keeps it exact. */
export const money = (amount: number, currency: string): string => currencyFormat(currency).format(`${amount}E-${decimals(currency)}` as never);

/** 132750, 2 → "1327.50", for input fields; exact up to 15 digits. */
export const decimal = (amount: number, places: number): string => (amount / 10 ** places).toFixed(places);

/** What a person typed as an amount, in minor units; NaN if it is none. "1,327.50", "1.327,50" and "1327.5" are one amount. */
export function minor(text: string, currency: string): number {
  const places = decimals(currency);
  const [, whole, rest = ""] = /^(\d+|\d{1,3}(?:[.,'’\s]\d{3})+)(?:[.,](\d*))?$/.exec(text.trim()) ?? [];
  const thousands = rest.length > places;
  if (!whole || (thousands && rest.length !== 3)) return NaN;
  return Number((whole + (thousands ? rest : "")).replace(/\D/g, "") + (thousands ? "" : rest).padEnd(places, "0"));
}

/** "12.5" → "12.5" in the person's way, exact. */
export const figure = (value: string | number): string =>
  numbers({ maximumFractionDigits: 6 }).format(value as never);

/** "19" → "19%" */
export const percent = (rate: string): string =>
  numbers({ style: "unit", unit: "percent", maximumFractionDigits: 3 }).format(rate as never);

/** A calendar date: "3 March 2025". */
export const day = (date: string, month: "short" | "long" = "short"): string =>
  dates({ day: "numeric", month, year: "numeric", timeZone: "UTC" }).format(new Date(`${date}T00:00Z`));

/** An instant, in the person's time zone. */
export const moment = (instant: string): string =>
  dates({ dateStyle: "medium", timeStyle: "short", timeZone: timezone.value || undefined }).format(new Date(instant));

/** Whole days from today to a calendar date; negative in the past. */
export function daysUntil(date: string): number {
  const today = new Intl.DateTimeFormat("sv", { timeZone: timezone.value || undefined }).format();
  return Math.round((Date.parse(date) - Date.parse(today)) / 864e5);
}

/** "in 5 days", "today", "12 days ago". */
export const distance = (days: number): string =>
  new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" }).format(days, "day");

/** "€5 and $3" */
export const list = (parts: string[]): string => new Intl.ListFormat(locale.value, { type: "conjunction" }).format(parts);
