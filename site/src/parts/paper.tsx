/** An invoice (or an estimate) as its document says it, in the portal and at the console. */
import { day, figure, money, percent } from "../base/format";
import { t } from "../base/words";
import { Address, Facts, type AddressOf } from "./facts";
import { Sums, type Sum } from "./sums";
import { Table } from "./table";

interface Party {
  name: string;
  address?: AddressOf | null;
  tax_id?: string | null;
}

interface PaperProps {
  of: {
    status: string;
    currency: string;
    issue_date: string;
    due_date: string;
    lines: Array<{ description: string; quantity: string; unit_price: number; tax_rate: string; amount: number }>;
    taxes: Array<{ name: string; rate: string; base: number; amount: number }>;
    subtotal: number;
    total: number;
    refunded: number;
    balance: number;
    notes: string;
    terms: string;
  };
  seller: Party | null | undefined;
  buyer: Party | null | undefined;
  /** What was paid on it, line by line. */
  paid: Sum[];
  /** What its second day is, and what its lines are, where it is no invoice. */
  due?: string;
  caption?: string;
}

export function Paper({ of, seller, buyer, paid, due, caption }: PaperProps) {
  const amount = (value: number) => money(value, of.currency);
  return (
    <article class="sheet">
      <div class="parties">
        <PartyOf title={t("From")} of={seller} />
        <PartyOf title={t("Billed to")} of={buyer} />
        <Facts of={[[t("Issued"), of.issue_date && day(of.issue_date, "long")], [due ?? t("Due"), day(of.due_date, "long")]]} />
      </div>
      <Table
        caption={caption ?? t("What this invoice is for")}
        rows={of.lines}
        columns={[
          [t("Description"), (line) => <><span class="prose">{line.description}</span><small class="narrow-only">{`${figure(line.quantity)} × ${amount(line.unit_price)}, ${percent(line.tax_rate)}`}</small></>, "lead"],
          [t("Quantity"), (line) => figure(line.quantity), "none figure"],
          [t("Price"), (line) => amount(line.unit_price), "none figure"],
          [t("Tax"), (line) => percent(line.tax_rate), "none figure"],
          [t("Amount"), (line) => amount(line.amount), "side figure"],
        ]}
      />
      <Sums
        of={[
          [t("Subtotal"), amount(of.subtotal)],
          ...of.taxes.map((tax): Sum => [t("{0} {1} on {2}", tax.name, percent(tax.rate), amount(tax.base)), amount(tax.amount)]),
          [t("Total"), amount(of.total), "strong"],
          ...paid,
          [t("Refunded"), of.refunded > 0 && amount(of.refunded)],
          [of.balance ? t("Balance due") : t("Paid in full"), !/^(void|draft)$/.test(of.status) && amount(of.balance), "balance"],
        ]}
      />
      {(of.notes || of.terms) && (
        <footer class="soft small">
          {of.notes && <p>{of.notes}</p>}
          {of.terms && <p>{of.terms}</p>}
        </footer>
      )}
    </article>
  );
}

const PartyOf = ({ title, of }: { title: string; of: Party | null | undefined }) =>
  of ? (
    <div>
      <p class="soft small">{title}</p>
      <strong>{of.name}</strong>
      <Address of={of.address} />
      {of.tax_id && <p class="soft small">{t("VAT no. {0}", of.tax_id)}</p>}
    </div>
  ) : null;
