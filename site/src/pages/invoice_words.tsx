/** How an invoice's state is told: in words, with a tone. */
import type { Answer } from "../api/call";
import { day, daysUntil, distance, money } from "../base/format";
import { to } from "../base/router";
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

/** The status of an invoice on its own page, with when it is due: "Open · Due in 5 days", "9 days overdue". */
export function Standing({ of }: { of: InvoiceRow }) {
  const words = [of.status !== "overdue" && w().states[of.status], of.balance > 0 && dueWords(of)];
  return <Status tone={tones[of.status]}>{words.filter(Boolean).join(" · ")}</Status>;
}

function dueWords({ due_date }: InvoiceRow): string {
  const days = daysUntil(due_date);
  return days < 0 ? w("1 day overdue|{0} days overdue", -days) : w("Due {0}", distance(days));
}

/** "Due in 5 days", "9 days overdue". */
export function DueWords({ of }: { of: InvoiceRow }) {
  return (
    <time dateTime={of.due_date} title={day(of.due_date, "long")} class={of.status === "overdue" ? "late" : ""}>
      {dueWords(of)}
    </time>
  );
}

/** To the page where it is paid. `main`: the one main action. */
export const PayLink = ({ of, main }: { of: InvoiceRow; main?: boolean }) => (
  <a class={main ? "button primary" : "button"} href={to(`/invoices/${of.id}/pay`)}>
    {w("Pay {0}", money(of.balance, of.currency))}
  </a>
);

export const mayPay = (invoice: InvoiceRow): boolean => invoice.actions.includes("pay") && invoice.balance > 0;
export const numberOf = (invoice: { number: string | null }): string => invoice.number ?? "–";
