/** Who asks to be forgotten: the list, and one request with what stands in its way, to be carried out or refused. */
import { call, type Answer } from "../api/call";
import { moment } from "../base/format";
import { useGet, useList } from "../base/load";
import { to } from "../base/router";
import { useSignal } from "../base/state";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Facts } from "../parts/facts";
import { TextArea } from "../parts/fields";
import { Form } from "../parts/form";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Confirm } from "./confirm";
import { may } from "./session";
import { w } from "./words";

type Request = Answer<"GET /merchant/erasure-requests/{erasure_id}">;

const tones: Record<Request["status"], Tone> = { open: "warn", withdrawn: "calm", refused: "bad", erasing: "news", erased: "good" };
const State = ({ of: { status } }: { of: Request }) => <Status tone={tones[status]}>{w().erasureStates[status]}</Status>;
const nameOf = (of: Request) => of.name || w("A former contact");

export const Erasures = () => (
  <ListPage
    title={w("Erasures")}
    from={useList("GET /merchant/erasure-requests")}
    empty={w("Who asks to be forgotten will appear here.")}
    href={(one) => `/erasures/${one.id}`}
    columns={[
      [w("Name"), nameOf, "lead"],
      [w("Customer"), ({ customer_name }) => customer_name, "sub"],
      [w("Date"), ({ requested_at }) => moment(requested_at), "end"],
      [w("Status"), (one) => <State of={one} />, "side"],
    ]}
  />
);

export function Erasure({ id }: { id: string }) {
  const found = useGet("GET /merchant/erasure-requests/{erasure_id}", { erasure_id: id });
  const open = useSignal<"erase" | "refuse" | undefined>(undefined);
  const close = () => (open.value = undefined);
  const erase = () => call("POST /merchant/erasure-requests/{erasure_id}/erasure", { erasure_id: id }).then(found.reload);
  const refuse = async ({ reason = "" }: Record<string, string>) => {
    await call("POST /merchant/erasure-requests/{erasure_id}/refusal", { erasure_id: id, body: { reason } });
    close();
    await found.reload();
  };
  return (
    <OnePage
      from={found}
      title={w("Erasures")}
      named={nameOf}
      up={["/erasures", w("Erasures")]}
      lead={(one) => one.email}
      actions={(one) => (one.status === "open" || one.status === "erasing") && may("admin") && (
        <>
          {one.status === "open" && <Button onClick={() => (open.value = "refuse")}>{w("Refuse")}</Button>}
          <Button kind="danger" disabled={!!one.obstacles.length} onClick={() => (open.value = "erase")}>{w("Erase data")}</Button>
        </>
      )}
      under={
        open.value === "erase" ? (
          <Confirm title={w("Erase the data of {0}?", found.data!.name)} words={w("Sign-in, comments, messages and review go at once. There is no way back. What your payment service keeps is erased there.")} submit={w("Erase data")} run={erase} onClose={close} />
        ) : open.value && (
          <Dialog title={w("Refuse")} onClose={close}>
            <Form submit={w("Refuse")} send={refuse}>
              <TextArea label={w("Reason")} name="reason" maxLength={1000} hint={w("It goes to the person and to whoever asked.")} />
            </Form>
          </Dialog>
        )
      }
    >
      {(one) => (
        <>
          {one.obstacles.map((it) => <p class="notice news">{w().obstacles[it]}</p>)}
          <Facts
            of={[
              [w("Status"), <State of={one} />],
              [w("Customer"), <a href={to(`/customers/${one.customer_id}`)}>{one.customer_name}</a>],
              [w("Asked for"), `${moment(one.requested_at)} · ${w().sides[one.side]}`],
              [w("Decided"), one.decided_at && moment(one.decided_at)],
              [w("Reason"), one.reason],
            ]}
          />
        </>
      )}
    </OnePage>
  );
}
