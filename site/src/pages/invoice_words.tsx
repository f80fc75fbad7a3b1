/** How an invoice's state is told: in words, with a tone. */
import type { Answer } from "../api/call";
import { day, daysUntil, distance } from "../base/format";
import { Status, type Tone } from "../parts/status";
import { w } from "./words";

export type InvoiceRow = Answer<"GET /portal/invoices">["items"][number];

const tones: Record<InvoiceRow["status"], Tone> = {
  draft: "calm",
  sent: "news",
  viewed: "news",
  overdue: "bad",
  partially_paid: "warn",
  paid: "good",
  void: "calm",
};

export const InvoiceStatus = ({ of }: { of: InvoiceRow }) => <Status tone={tones[of.status]}>{w().states[of.status]}</Status>;

/** "Due in 5 days", "Overdue since 9 days". */
export function DueWords({ of }: { of: InvoiceRow }) {
  const days = daysUntil(of.due_date);
  return (
    <time dateTime={of.due_date} title={day(of.due_date, "long")} class={of.status === "overdue" ? "late" : ""}>
      {w().dueWords(days, distance(days))}
    </time>
  );
}

export const mayPay = (invoice: InvoiceRow): boolean => invoice.actions.includes("pay") && invoice.balance > 0;
export const numberOf = (invoice: { number: string | null }): string => invoice.number ?? "–";
