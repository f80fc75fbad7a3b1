/** Two revisions of an estimate side by side: what went is struck through, what came is marked. */
import type { ComponentChildren } from "preact";
import { day, figure, money, percent } from "../base/format";
import { here } from "../base/router";
import { t } from "../base/words";
import { Choice } from "./choice";
import { Table } from "./table";

interface Line {
  description: string;
  quantity: string;
  unit_price: number;
  tax_rate: string;
  amount: number;
}

interface Revision {
  revision: number;
  date: string;
  expiry_date: string;
  currency: string;
  lines: Line[];
  total: number;
  notes: string;
  terms: string;
}

type Pair = [what: string, before: string, after: string];

export function Comparison({ of }: { of: Revision[] }) {
  const asked = (name: string, otherwise: number) => of.find(({ revision }) => `${revision}` === here.value.query.get(name)) ?? of.at(otherwise) ?? of[0]!;
  const [before, after] = [asked("from", -2), asked("to", -1)];
  const options = Object.fromEntries(of.map(({ revision, date }) => [revision, t("Revision {0}, {1}", revision, day(date))]));
  const rows = pairsOf(before, after);
  const marked = ([, one, other]: Pair, text: string, Mark: "del" | "ins"): ComponentChildren => (one === other || !text ? text : <Mark>{text}</Mark>);
  return (
    <>
      <div class="filters">
        <Choice label={t("Before")} name="from" options={options} all={t("The one before")} />
        <Choice label={t("After")} name="to" options={options} all={t("The newest")} />
      </div>
      <p role="status">{rows.every(([, one, other]) => one === other) ? t("Nothing is different.") : ""}</p>
      <Table
        caption={t("Two revisions")}
        rows={rows}
        columns={[
          [t("What"), ([what]) => <span class="prose">{what}</span>, "lead"],
          [t("Revision {0}, {1}", before.revision, day(before.date)), (pair) => <span class="prose">{marked(pair, pair[1], "del")}</span>, "sub"],
          [t("Revision {0}, {1}", after.revision, day(after.date)), (pair) => <span class="prose">{marked(pair, pair[2], "ins")}</span>, "end"],
        ]}
      />
    </>
  );
}

/** What both say, line by line: a line is the same one if it is called the same. */
function pairsOf(before: Revision, after: Revision): Pair[] {
  const left = [...before.lines];
  const text = (line: Line | undefined, { currency }: Revision) => (line ? `${figure(line.quantity)} × ${money(line.unit_price, currency)}, ${percent(line.tax_rate)}` : "");
  const pairs = after.lines.map((line): Pair => {
    const at = left.findIndex(({ description }) => description === line.description);
    return [line.description, text(at < 0 ? undefined : left.splice(at, 1)[0], before), text(line, after)];
  });
  for (const line of left) pairs.push([line.description, text(line, before), ""]);
  const both = (what: string, say: (one: Revision) => string): Pair => [what, say(before), say(after)];
  pairs.push(
    both(t("Total"), ({ total, currency }) => money(total, currency)),
    both(t("Valid until"), ({ expiry_date }) => day(expiry_date)),
    both(t("Notes"), ({ notes }) => notes),
    both(t("Terms"), ({ terms }) => terms),
  );
  return pairs.filter(([, one, other]) => one || other);
}
