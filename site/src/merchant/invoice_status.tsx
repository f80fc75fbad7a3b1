/** What to call an invoice, and how it stands. */
import type { Answer } from "../api/call";
import { day, money } from "../base/format";
import { Status, type Tone } from "../parts/status";
import type { Column } from "../parts/table";
import { w } from "./words";

export type InvoiceRow = Answer<"GET /merchant/invoices">["items"][number];

const tones: Record<InvoiceRow["status"], Tone> = {
  draft: "calm",
  sent: "news",
  viewed: "news",
  overdue: "bad",
  partially_paid: "warn",
  paid: "good",
  void: "calm",
};

/** Drafts have no number yet. */
export const numberOf = ({ number }: { number: string | null }): string => number ?? w("Draft");

export const InvoiceStatus = ({ of: { status } }: { of: InvoiceRow }) => <Status tone={tones[status]}>{w().states[status]}</Status>;

/** The columns of a list of invoices; with the customer's name where it is not on the page anyway. */
export const invoiceColumns = (nameOf?: (id: string) => string): Array<Column<InvoiceRow>> => [
  [w("Number"), numberOf, "lead"],
  ...(nameOf ? [[w("Customer"), (row: InvoiceRow) => nameOf(row.customer_id), "sub"] as Column<InvoiceRow>] : []),
  [w("Due"), (row) => day(row.due_date), nameOf ? "none" : "sub"],
  [w("Status"), (row) => <InvoiceStatus of={row} />, "end"],
  [w("Total"), (row) => money(row.total, row.currency), "side figure"],
  [w("Balance"), (row) => (row.balance ? money(row.balance, row.currency) : <span class="soft">–</span>), "none figure"],
];
