/** What is offered to customers: the list, one estimate with its revisions and answers, and the editor. */
import { call, type Answer, type Input } from "../api/call";
import { day, moment, money } from "../base/format";
import { forgetAnswers, Load, Skeleton, useGet, useList } from "../base/load";
import { go, here, refine, to } from "../base/router";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { Choice } from "../parts/choice";
import { Comparison } from "../parts/comparison";
import { Failure } from "../parts/failure";
import { Field } from "../parts/form";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Page } from "../parts/page";
import { Paper } from "../parts/paper";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Table } from "../parts/table";
import { Comments } from "./comments";
import { Confirm } from "./confirm";
import { d } from "./desk";
import { Editor, Locked } from "./editor";
import { fetchFile } from "./files";
import { CustomerPicker } from "./invoice_customer";
import { after, today } from "./invoice_days";
import { useNames } from "./names";
import { may, organization } from "./session";
import { w } from "./words";

type Row = Answer<"GET /merchant/estimates">["items"][number];
type Estimate = Answer<"GET /merchant/estimates/{estimate_id}">;

const tones: Partial<Record<Row["status"], Tone>> = { accepted: "good", invoiced: "good", declined: "bad", expired: "warn", sent: "news", viewed: "news" };

const EstimateStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status] ?? "calm"}>{w().estimateStates[status]}</Status>;

const nameOf = ({ number }: { number: string | null }) => (number ? w("Estimate {0}", number) : w("Draft of an estimate"));
const useEstimate = (id: string) => useGet("GET /merchant/estimates/{estimate_id}", { estimate_id: id }, !!id);

export function Estimates() {
  const { query } = here.value;
  const [status, customer] = [query.get("status") ?? "", query.get("customer_id") ?? ""];
  const estimates = useList("GET /merchant/estimates", { status: (status ? [status] : []) as Input<"GET /merchant/estimates">["status"], customer_id: customer });
  const customerOf = useNames(estimates.data);
  const { draft, accepted, invoiced, declined, expired } = w().estimateStates;
  return (
    <ListPage
      title={w("Estimates")}
      from={estimates}
      actions={may("accountant") && <a class="button primary" href={to(`/estimates/new${customer && `?customer_id=${customer}`}`)}>{w("New estimate")}</a>}
      empty={status || customer ? w("No estimate matches these filters.") : w("What you offer will appear here. Write the first estimate and send it.")}
      href={(row) => `/estimates/${row.id}`}
      columns={[
        [w("Estimate"), nameOf, "lead"],
        [w("Customer"), (row) => customerOf(row.customer_id), "sub"],
        [w("Valid until"), (row) => day(row.expiry_date), "none"],
        [w("Status"), (row) => <EstimateStatus of={row} />, "end"],
        [w("Total"), (row) => money(row.total, row.currency), "side figure"],
      ]}
    >
      <div class="filters">
        <Choice label={w("Status")} name="status" options={{ draft, open: w("Waiting"), accepted, invoiced, declined, expired }} />
        <CustomerPicker key={customer} name="customer_id" value={customer} placeholder={d("Any")} onChoose={(chosen) => refine({ customer_id: chosen?.id ?? "" })} />
      </div>
    </ListPage>
  );
}

export function EstimatePage({ id }: { id: string }) {
  const loaded = useEstimate(id);
  const customerOf = useNames(loaded.data && [loaded.data]);
  const sending = useSignal(false);
  const done = useSignal("");
  const task = useTask();
  const own = organization.value;
  const of = { estimate_id: id };
  const fetch = (what: "pdf" | "certificate/pdf") => task.run(() => fetchFile(() => call(`GET /merchant/estimates/{estimate_id}/${what}`, of)));
  const send = async () => {
    await call("POST /merchant/estimates/{estimate_id}/sending", of);
    forgetAnswers();
    done.value = w("The estimate was sent.");
  };
  const revise = async () => {
    await call("POST /merchant/estimates/{estimate_id}/revision", { ...of, body: {} });
    forgetAnswers();
    go(`/estimates/${id}/edit`);
  };
  const bill = async () => {
    const invoice = await call("POST /merchant/estimates/{estimate_id}/invoice", of);
    forgetAnswers();
    go(`/invoices/${invoice.id}`);
  };
  return (
    <OnePage
      from={loaded}
      title={w("Estimate")}
      named={nameOf}
      up={["/estimates", w("Estimates")]}
      lead={(found) => (
        <>
          <a href={to(`/customers/${found.customer_id}`)}>{customerOf(found.customer_id)}</a>
          <br />
          <EstimateStatus of={found} />
        </>
      )}
      actions={({ actions, number, certificate_sha256: certified, invoice_id: invoice, status }) => {
        const can = (action: string) => actions.includes(action);
        return (
          <>
            {number && (
              <Menu label={w("More")}>
                <button onClick={() => fetch("pdf")}>{d("Download PDF")}</button>
                {certified && <button onClick={() => fetch("certificate/pdf")}>{w("Certificate")}</button>}
                {can("send") && status !== "draft" && <button onClick={() => (sending.value = true)}>{w("Send again")}</button>}
              </Menu>
            )}
            {can("edit") && <a class="button" href={to(`/estimates/${id}/edit`)}>{w("Edit")}</a>}
            {can("send") && status === "draft" && <Button kind="primary" onClick={() => (sending.value = true)}>{w("Send")}</Button>}
            {can("revise") && <Button kind="primary" busy={task.busy} onClick={() => task.run(revise)}>{w("Revise")}</Button>}
            {can("invoice") && <Button kind="primary" busy={task.busy} onClick={() => task.run(bill)}>{w("Make an invoice")}</Button>}
            {invoice && <a class="button" href={to(`/invoices/${invoice}`)}>{w("See the invoice")}</a>}
          </>
        );
      }}
      over={
        <>
          <div role="status">{task.busy && <p class="notice news late-shown">{d("The document is being prepared…")}</p>}</div>
          <Failure problem={task.problem} />
          <Done>{done.value}</Done>
        </>
      }
      under={
        sending.value && <Confirm kind="primary" title={w("Send this estimate?")} words={w("It is mailed to {0}, who can accept or decline it. What was sent is not changed any more, only revised.", customerOf(loaded.data!.customer_id))} submit={w("Send")} onClose={() => (sending.value = false)} run={send} />
      }
    >
      {(found) => (
        <>
          <Paper of={{ ...found, status: "draft", issue_date: found.date, due_date: found.expiry_date, refunded: 0, balance: 0 }} seller={found.seller ?? (own && { name: own.name, address: own.address, tax_id: own.vat_id || own.tax_id })} buyer={found.buyer ?? { name: customerOf(found.customer_id) }} paid={[]} due={w("Valid until")} caption={w("What is offered")} />
          <Revisions of={found} />
          <Comments of="estimate" id={id} drafted={found.status === "draft" && found.revision === 1} />
        </>
      )}
    </OnePage>
  );
}

const Revisions = ({ of: { id, revisions } }: { of: Estimate }) => (
  <section>
    <div class="head">
      <h2>{w("Revisions")}</h2>
      {revisions.length > 1 && <a href={to(`/estimates/${id}/revisions`)}>{w("Compare")}</a>}
    </div>
    <Table
      caption={w("Revisions")}
      rows={revisions}
      columns={[
        [w("Revision"), ({ revision }) => revision, "lead"],
        [w("Answer"), ({ answer }) => answer && `${answer.name}, ${moment(answer.at)}${answer.reason && `: ${answer.reason}`}`, "sub"],
        [w("Total"), ({ total, currency }) => money(total, currency), "side figure"],
      ]}
    />
  </section>
);

export const CompareEstimate = ({ id }: { id: string }) => (
  <OnePage from={useEstimate(id)} title={w("Revisions")} named={nameOf} up={[`/estimates/${id}`, w("Estimate")]}>
    {({ revisions }) => <Comparison of={revisions} />}
  </OnePage>
);

export function EstimateEditor({ id = "" }: { id?: string }) {
  const loaded = useEstimate(id);
  if (!id)
    return (
      <Page title={w("New estimate")} up={["/estimates", w("Estimates")]}>
        <Write />
      </Page>
    );
  return (
    <Page title={d("Edit draft")} up={[`/estimates/${id}`, w("Estimate")]}>
      <Load from={loaded} skeleton={<Skeleton lines={10} />}>
        {(found) => (found.actions.includes("edit") ? <Write key={found.id} of={found} /> : <Locked words={w("This estimate was sent. Revise it once it is declined or has expired.")} path={`/estimates/${id}`} back={w("Back to the estimate")} />)}
      </Load>
    </Page>
  );
}

const Write = ({ of }: { of?: Estimate }) => (
  <Editor
    of={of}
    path="/estimates"
    days={<Field label={w("Valid until")} name="expiry_date" type="date" defaultValue={of && of.expiry_date > today() ? of.expiry_date : after(today(), 30)} hint={w("The last day on which it can be answered.")} />}
    write={(body, { expiry_date = "" }) => call("POST /merchant/estimates", { body: { ...body, expiry_date } })}
    change={(id, body, { expiry_date = "" }) => call("PATCH /merchant/estimates/{estimate_id}", { estimate_id: id, body: { ...body, expiry_date } })}
    send={(id) => call("POST /merchant/estimates/{estimate_id}/sending", { estimate_id: id })}
  />
);
