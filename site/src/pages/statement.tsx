/** What was owed, what moved and what is owed now, for any range of days. */
import { call, save, type Answer } from "../api/call";
import { day, list, money } from "../base/format";
import { useGet } from "../base/load";
import { here, refine } from "../base/router";
import { Button, useTask } from "../parts/button";
import { OnePage } from "../parts/rooms";
import { Sums } from "../parts/sums";
import { Table } from "../parts/table";
import { download, DownloadState } from "./documents";
import { PackForAccountant } from "./pack";
import { w } from "./words";

type Found = Answer<"GET /portal/statement">;
type Account = Found["currencies"][number];

export function StatementPage() {
  const { pack: _, ...range } = Object.fromEntries(here.value.query);
  const loaded = useGet("GET /portal/statement", range);
  const task = useTask();
  return (
    <OnePage
      from={loaded}
      title={w("Statement")}
      named={() => w("Statement")}
      up={["/payments", w("Payments")]}
      lead={({ since, until }) => w("{0} to {1}", day(since), day(until))}
      actions={({ since, until }) => (
        <>
          <Button busy={task.busy} onClick={() => task.run(() => download(() => call("GET /portal/statement/pdf", range)))}>{w("Download PDF")}</Button>
          <Button busy={task.busy} onClick={() => task.run(() => save("GET /portal/statement/csv", range, `statement-${since}-${until}.csv`))}>{w("Download CSV")}</Button>
        </>
      )}
      over={
        <>
          <DownloadState task={task} />
          <div class="filters">
            {(["from", "to"] as const).map((name) => (
              <label class="field">
                {w().ends[name]}
                <input type="date" min="2000-01-01" max="2100-12-31" value={range[name] ?? loaded.data?.[name === "from" ? "since" : "until"]} onChange={(event) => refine({ [name]: event.currentTarget.value })} />
              </label>
            ))}
          </div>
        </>
      }
    >
      {({ currencies, since, until }) => (
        <>
          {currencies.length ? currencies.map((one) => <Moved of={one} />) : <p class="empty">{w("Nothing moved in this time.")}</p>}
          <PackForAccountant since={since} until={until} />
        </>
      )}
    </OnePage>
  );
}

function Moved({ of }: { of: Account }) {
  const said = (amount: number) => money(amount, of.currency);
  return (
    <section>
      <h2>{of.currency}</h2>
      <Sums of={[[w("Owed before"), said(of.opening)]]} />
      {!!of.movements.length && (
        <Table
          caption={of.currency}
          rows={of.movements}
          columns={[
            [w("Date"), ({ date }) => day(date), "lead"],
            [w("What happened"), ({ kind }) => w().bookings[kind], "sub"],
            [w("Invoices"), ({ invoices }) => list(invoices.map(({ number }) => number)), "none"],
            [w("Amount"), ({ booked }) => said(booked), "side figure"],
            [w("Owed then"), ({ balance }) => said(balance), "end figure"],
          ]}
        />
      )}
      <Sums
        of={[
          ...(Object.keys(w().ages) as Array<keyof Account["ageing"]>).map((age): [string, string | false] => [w().ages[age], of.ageing[age] !== 0 && said(of.ageing[age])]),
          [w("Owed at the end"), said(of.closing), "strong"],
        ]}
      />
    </section>
  );
}
