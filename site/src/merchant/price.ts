/** What something costs, term by term: "€50.00 a month". */
import { money } from "../base/format";
import { fill } from "../base/i18n";
import { d } from "./desk";

interface Priced {
  interval: "day" | "week" | "month" | "year";
  interval_count: number;
  amount: number;
  currency: string;
}

export const everyOf = ({ interval, interval_count, amount, currency }: Priced): string => fill(d().every[interval], interval_count, money(amount, currency));
