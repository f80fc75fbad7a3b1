/** What the merchant offers: look at it, accept it or decline it. */
import { useEffect } from "preact/hooks";
import { call, type Answer, type Input } from "../api/call";
import { day, moment, money } from "../base/format";
import { forgetAnswers, useGet, useList } from "../base/load";
import { here, to } from "../base/router";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { Choice } from "../parts/choice";
import { Dialog } from "../parts/dialog";
import { Facts } from "../parts/facts";
import { TextArea } from "../parts/fields";
import { Form } from "../parts/form";
import { Done } from "../parts/notice";
import { Paper } from "../parts/paper";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Table } from "../parts/table";
import { download, DownloadState } from "./documents";
import { Talk } from "./talk";
import { w } from "./words";

type Row = Answer<"GET /portal/estimates">["items"][number];
type Estimate = Answer<"GET /portal/estimates/{estimate_id}">;

const tones: Partial<Record<Row["status"], Tone>> = { sent: "news", viewed: "news", accepted: "good", invoiced: "good", expired: "warn" };

const EstimateStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status] ?? "calm"}>{w().estimateStates[status]}</Status>;

export const Estimates = () => {
  const status = here.value.query.get("status");
  const { sent, accepted, declined, expired } = w().estimateStates;
  return (
  <ListPage
    title={w("Estimates")}
    from={useList("GET /portal/estimates", { status: (status ? [status, ...(status === "accepted" ? ["invoiced"] : [])] : []) as Input<"GET /portal/estimates">["status"] })}
    empty={status ? w("No estimate matches this filter.") : w("What is offered to you will appear here.")}
    href={(row) => `/estimates/${row.id}`}
    columns={[
      [w("Number"), (row) => row.number, "lead"],
      [w("Date"), (row) => day(row.date), "none"],
      [w("Valid until"), (row) => day(row.expiry_date), "end"],
      [w("Status"), (row) => <EstimateStatus of={row} />, "sub"],
      [w("Total"), (row) => money(row.total, row.currency), "side figure"],
    ]}
  >
    <div class="filters">
      <Choice label={w("Status")} name="status" options={{ open: sent, accepted, declined, expired }} />
    </div>
  </ListPage>
  );
};

export function EstimatePage({ id }: { id: string }) {
  const loaded = useGet("GET /portal/estimates/{estimate_id}", { estimate_id: id });
  const asked = useSignal<"" | "accept" | "decline">("");
  const done = useSignal("");
  const task = useTask();
  const fetch = (what: "pdf" | "certificate/pdf") => task.run(() => download(() => call(`GET /portal/estimates/{estimate_id}/${what}`, { estimate_id: id })));
  const status = loaded.data?.status;
  const close = (words?: string) => {
    asked.value = "";
    if (words) done.value = words;
  };
  useEffect(() => {
    // Seeing it is what makes it seen; that this fails disturbs nobody.
    if (status === "sent") call("POST /portal/estimates/{estimate_id}/views", { estimate_id: id }).catch(() => {});
  }, [status]);
  return (
    <OnePage
      from={loaded}
      title={w("Estimate")}
      named={({ number }) => w("Estimate {0}", number!)}
      up={["/estimates", w("Estimates")]}
      lead={(found) => <EstimateStatus of={found} />}
      actions={({ actions, certificate_sha256: certified }) => (
        <>
          {certified && <Button busy={task.busy} onClick={() => fetch("certificate/pdf")}>{w("Certificate")}</Button>}
          <Button busy={task.busy} onClick={() => fetch("pdf")}>{w("Download PDF")}</Button>
          {actions.includes("accept") && (
            <>
              <Button onClick={() => (asked.value = "decline")}>{w("Decline")}</Button>
              <Button kind="primary" onClick={() => (asked.value = "accept")}>{w("Accept")}</Button>
            </>
          )}
        </>
      )}
      over={
        <>
          <DownloadState task={task} />
          <Done>{done.value}</Done>
        </>
      }
      under={loaded.data && (
        <>
          <Talk of="estimate" id={id} />
          {asked.value && <AnswerDialog of={loaded.data} accept={asked.value === "accept"} onClose={close} />}
        </>
      )}
    >
      {(found) => (
        <>
          <Paper of={{ ...found, status: "draft", issue_date: found.date, due_date: found.expiry_date, refunded: 0, balance: 0 }} seller={found.seller} buyer={found.buyer} paid={[]} due={w("Valid until")} caption={w("What is offered")} />
          <Answered of={found} />
          {found.revisions.length > 1 && <Revisions of={found} />}
        </>
      )}
    </OnePage>
  );
}

const Answered = ({ of: { answer, certificate_sha256: hash, invoice_id } }: { of: Estimate }) =>
  answer && <Facts of={[[w("Answered by"), `${answer.name}, ${moment(answer.at)}`], [w("Your words"), answer.reason], [w("Invoice"), invoice_id && <a href={to(`/invoices/${invoice_id}`)}>{w("See the invoice")}</a>], [w("Certificate (SHA-256)"), hash && <code class="prose">{hash.match(/.{8}/g)!.join(" ")}</code>]]} />;

const Revisions = ({ of: { id, revisions } }: { of: Estimate }) => (
  <section>
    <div class="head">
      <h2>{w("Revisions")}</h2>
      <a href={to(`/estimates/${id}/revisions`)}>{w("Compare")}</a>
    </div>
    <Table
      caption={w("Revisions")}
      rows={revisions}
      columns={[
        [w("Revision"), ({ revision }) => revision, "lead"],
        [w("Date"), ({ date }) => day(date), "end"],
        [w("Your words"), ({ answer }) => answer?.reason, "sub"],
        [w("Total"), ({ total, currency }) => money(total, currency), "side figure"],
      ]}
    />
  </section>
);

function AnswerDialog({ of, accept, onClose }: { of: Estimate; accept: boolean; onClose: (words?: string) => void }) {
  const input = { estimate_id: of.id };
  const send = async ({ reason }: Record<string, string>) => {
    const body = { revision: of.revision };
    if (accept) await call("POST /portal/estimates/{estimate_id}/acceptance", { ...input, body });
    else await call("POST /portal/estimates/{estimate_id}/decline", { ...input, body: { ...body, reason: reason! } });
    forgetAnswers();
    onClose(w("Thank you. We have written it to you by mail, too."));
  };
  const title = accept ? w("Accept") : w("Decline");
  return (
    <Dialog title={w("Estimate {0}", of.number!)} onClose={() => onClose()}>
      <Form submit={title} kind={accept ? "primary" : "danger"} send={send}>
        <p>{accept ? w("You accept the offer of {0}. This cannot be undone.", money(of.total, of.currency)) : w("You decline the offer. This cannot be undone.")}</p>
        {!accept && <TextArea label={w("Why?")} name="reason" required maxLength={1000} />}
      </Form>
    </Dialog>
  );
}
