/** What was offered to customers: the list, and one estimate with its answers. */
import { call, type Answer } from "../api/call";
import { day, moment, money } from "../base/format";
import { forgetAnswers, useGet, useList } from "../base/load";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Done } from "../parts/notice";
import { Paper } from "../parts/paper";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Table } from "../parts/table";
import { w } from "./words";

type Row = Answer<"GET /merchant/estimates">["items"][number];

const tones: Partial<Record<Row["status"], Tone>> = { accepted: "good", invoiced: "good", declined: "bad", expired: "warn", sent: "news", viewed: "news" };

const EstimateStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status] ?? "calm"}>{w().estimateStates[status]}</Status>;

const nameOf = ({ number }: { number: string | null }) => (number ? w("Estimate {0}", number) : w("Draft of an estimate"));

export const Estimates = () => (
  <ListPage
    title={w("Estimates")}
    from={useList("GET /merchant/estimates")}
    empty={w("Estimates will appear here once they are written by the API.")}
    href={(row) => `/estimates/${row.id}`}
    columns={[
      [w("Estimate"), nameOf, "lead"],
      [w("Valid until"), (row) => day(row.expiry_date), "end"],
      [w("Status"), (row) => <EstimateStatus of={row} />, "sub"],
      [w("Total"), (row) => money(row.total, row.currency), "side figure"],
    ]}
  />
);

export function EstimatePage({ id }: { id: string }) {
  const loaded = useGet("GET /merchant/estimates/{estimate_id}", { estimate_id: id });
  const done = useSignal("");
  const task = useTask();
  const send = async () => {
    await call("POST /merchant/estimates/{estimate_id}/sending", { estimate_id: id });
    forgetAnswers();
    done.value = w("The estimate was sent.");
  };
  return (
    <OnePage
      from={loaded}
      title={w("Estimate")}
      named={nameOf}
      up={["/estimates", w("Estimates")]}
      lead={(found) => <EstimateStatus of={found} />}
      actions={({ actions, status }) => actions.includes("send") && <Button kind="primary" busy={task.busy} onClick={() => task.run(send)}>{status === "draft" ? w("Send") : w("Send again")}</Button>}
      over={
        <>
          <Failure problem={task.problem} />
          <Done>{done.value}</Done>
        </>
      }
    >
      {(found) => (
        <>
          <Paper of={{ ...found, status: "draft", issue_date: found.date, due_date: found.expiry_date, refunded: 0, balance: 0 }} seller={found.seller} buyer={found.buyer} paid={[]} due={w("Valid until")} caption={w("What is offered")} />
          <section>
            <h2>{w("Revisions")}</h2>
            <Table
              caption={w("Revisions")}
              rows={found.revisions}
              columns={[
                [w("Revision"), ({ revision }) => revision, "lead"],
                [w("Answer"), ({ answer }) => answer && `${answer.name}, ${moment(answer.at)}${answer.reason && `: ${answer.reason}`}`, "sub"],
                [w("Total"), ({ total, currency }) => money(total, currency), "side figure"],
              ]}
            />
          </section>
        </>
      )}
    </OnePage>
  );
}
