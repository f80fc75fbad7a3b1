/** To be forgotten: an owner asks the merchant for it, sees what stands in the way, and may think better of it. */
import { call, type Answer } from "../api/call";
import { me } from "../api/portal";
import { moment } from "../base/format";
import { useList } from "../base/load";
import { useSignal } from "../base/state";
import { Section } from "../parts/account";
import { Button, useTask } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Failure } from "../parts/failure";
import { Select } from "../parts/fields";
import { Form } from "../parts/form";
import { Done } from "../parts/notice";
import { nameOf } from "./people";
import { w } from "./words";

type Asked = Answer<"GET /portal/erasure-requests">["items"][number];

export const Forget = () => (
  <Section title={w("Erase personal data")}>
    {me.value?.role === "owner" ? <Requests /> : <p class="soft">{w("An owner of yours can ask for your data to be erased.")}</p>}
  </Section>
);

function Requests() {
  const found = useList("GET /portal/erasure-requests");
  const asking = useSignal(false);
  const said = useSignal("");
  const told = found.data?.filter((one) => one.status !== "withdrawn");
  return (
    <div class="stack">
      <p class="soft">{w("Sign-in, comments, messages and review go; invoices, payments and answered estimates stay as long as the law wants.")}</p>
      <Done>{said.value}</Done>
      {told?.map((one) => <Request key={one.id} of={one} reload={found.reload} />)}
      <p><Button onClick={() => (asking.value = true)}>{w("Ask for erasure")}</Button></p>
      {asking.value && (
        <Dialog title={w("Ask for erasure")} onClose={() => (asking.value = false)}>
          <Ask
            done={async () => {
              asking.value = false;
              await found.reload();
              said.value = w("The merchant has your request. You can withdraw it until it is carried out.");
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

function Request({ of, reload }: { of: Asked; reload: () => Promise<void> }) {
  const task = useTask();
  const withdraw = () => task.run(() => call("DELETE /portal/erasure-requests/{erasure_id}", { erasure_id: of.id }).then(reload));
  return (
    <div class="stack">
      <p>
        {of.name || w("A former colleague")}
        <br />
        <small>{w().erasureStates[of.status]} · {moment(of.decided_at ?? of.requested_at)}</small>
      </p>
      {of.reason && <p class="prose">{of.reason}</p>}
      {of.obstacles.map((one) => <p class="soft">{w().obstacles[one]}</p>)}
      <Failure problem={task.problem} />
      {of.status === "open" && <p><Button busy={task.busy} onClick={withdraw} aria-label={w("Withdraw: {0}", of.name)}>{w("Withdraw")}</Button></p>}
    </div>
  );
}

function Ask({ done }: { done: () => Promise<void> }) {
  const people = useList("GET /portal/people").data ?? [];
  const own = me.value?.id;
  const send = async ({ colleague_id = "" }: Record<string, string>) => {
    await call("POST /portal/erasure-requests", { body: { colleague_id } });
    await done();
  };
  return (
    <Form submit={w("Ask for erasure")} kind="danger" send={send}>
      <Select label={w("Whose data")} name="colleague_id">
        {people.map((one) => <option value={one.id} selected={one.id === own}>{nameOf(one)}</option>)}
      </Select>
      <p class="soft">{w("The merchant looks at it and answers by mail. Afterwards this person cannot sign in any more, and there is no way back.")}</p>
    </Form>
  );
}
