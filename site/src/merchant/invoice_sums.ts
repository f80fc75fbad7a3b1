/** What an invoice comes to, with integers, exactly as the API counts: each line half up, the tax of each rate half up once. */
import { figure } from "../base/format";

/** A decimal number as typed ("1.5", in German "1,5") as the API writes it, or undefined if it is none or could be two. */
export function plain(text: string, whole: number, places: number): string | undefined {
  const [, front, mark, back = ""] = /^(\d+)(?:([.,])(\d+))?$/.exec(text.trim()) ?? [];
  if (!front || back.length > places) return undefined;
  // "1.000" is a thousand to a German and one to others: whoever means one leaves the zeros away.
  if (mark && mark !== separator() && back.length === 3) return undefined;
  const short = front.replace(/^0+(?=\d)/, "");
  const rest = back.replace(/0+$/, "");
  return short.length > whole ? undefined : short + (rest && `.${rest}`);
}

const separator = (): string => figure("1.5")[1]!;

/** "1.5" as this person writes it, for fields. */
export const written = (text: string): string => text.replace(".", separator());

/** "12.5" → [125n, 10n] */
function fraction(text: string): [bigint, bigint] {
  const [front, back = ""] = text.split(".");
  return [BigInt(front + back), 10n ** BigInt(back.length)];
}

const halfUp = (top: bigint, bottom: bigint): bigint => (2n * top + bottom) / (2n * bottom);

/** Quantity × price, in minor units. */
export function lineAmount(quantity: string, price: number): bigint {
  const [top, bottom] = fraction(quantity);
  return halfUp(BigInt(price) * top, bottom);
}

export interface Counted {
  quantity: string;
  unit_price: number;
  tax_rate: string;
}

export interface Sums {
  subtotal: bigint;
  taxes: Array<{ rate: string; base: bigint; amount: bigint }>;
  total: bigint;
}

export function sumsOf(lines: Counted[]): Sums {
  const bases = new Map<string, bigint>();
  for (const { quantity, unit_price, tax_rate } of lines)
    bases.set(tax_rate, (bases.get(tax_rate) ?? 0n) + lineAmount(quantity, unit_price));
  const taxes = [...bases]
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([rate, base]) => {
      const [top, bottom] = fraction(rate);
      return { rate, base, amount: halfUp(base * top, bottom * 100n) };
    });
  const subtotal = taxes.reduce((sum, { base }) => sum + base, 0n);
  return { subtotal, taxes, total: taxes.reduce((sum, { amount }) => sum + amount, subtotal) };
}
