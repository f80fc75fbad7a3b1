/** Who of us may use the portal: everybody sees it, an owner invites, gives roles and lets people go. */
import { call, type Answer } from "../api/call";
import { me } from "../api/portal";
import { useList } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Section } from "../parts/account";
import { Button, useTask } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Failure } from "../parts/failure";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Done } from "../parts/notice";
import { Listing } from "../parts/table";
import { w } from "./words";

type Person = Answer<"GET /portal/people">["items"][number];

export const nameOf = (person: Person) => `${person.first_name} ${person.last_name}`.trim() || person.email;

export function People() {
  const people = useList("GET /portal/people");
  /** A colleague to change; null: one to invite. */
  const open = useSignal<Person | null | undefined>(undefined);
  const said = useSignal("");
  const owner = me.value?.role === "owner";
  const done = async (words: string) => {
    open.value = undefined;
    await people.reload();
    said.value = words;
  };
  return (
    <Section title={w("People")}>
      <Done>{said.value}</Done>
      <div class="stack">
        <Listing
          from={people}
          caption={w("People")}
          empty=""
          columns={[
            [w("Name"), (one) => <>{nameOf(one)}<br /><small>{one.email}</small></>, "lead"],
            [w("Role"), (one) => <>{w().roleNames[one.role]}<br /><small>{w().accessStates[one.portal_status]}</small></>, "sub"],
            ...(owner
              ? [[w("Change"), (one: Person) => <Button onClick={() => (open.value = one)} aria-label={w("Change {0}", nameOf(one))}>{w("Change")}</Button>, "tall figure"] as const]
              : []) as [],
          ]}
        />
        {owner && <p><Button onClick={() => (open.value = null)}>{w("Invite a colleague")}</Button></p>}
      </div>
      {open.value !== undefined && (
        <Dialog title={open.value ? nameOf(open.value) : w("Invite a colleague")} onClose={() => (open.value = undefined)}>
          {open.value ? <Change of={open.value} done={done} /> : <Invite done={done} />}
        </Dialog>
      )}
    </Section>
  );
}

type Done = (words: string) => Promise<void>;

function Invite({ done }: { done: Done }) {
  const send = async (values: Record<string, string>) => {
    await call("POST /portal/people", { body: values as never });
    await done(w("An invitation is on its way to {0}.", values.email!));
  };
  return (
    <Form submit={w("Invite")} send={send}>
      <Field label={t("E-mail address")} name="email" type="email" autocomplete="off" />
      <div class="pair">
        <Field label={w("First name")} name="first_name" maxLength={120} optional autocomplete="off" />
        <Field label={w("Last name")} name="last_name" maxLength={120} optional autocomplete="off" />
      </div>
      <Role of="viewer" />
    </Form>
  );
}

function Change({ of, done }: { of: Person; done: Done }) {
  const task = useTask();
  const contact_id = of.id;
  const send = async (values: Record<string, string>) => {
    await call("PATCH /portal/people/{contact_id}", { contact_id, body: values as never });
    await done(t("Saved."));
  };
  const remove = () => task.run(() => call("DELETE /portal/people/{contact_id}", { contact_id }).then(() => done(w("{0} is no longer among you.", nameOf(of)))));
  return (
    <div class="stack">
      <Form submit={t("Save")} send={send}>
        <Role of={of.role} />
      </Form>
      <p class="soft">{w("Whoever you remove is signed out at once.")}</p>
      <Failure problem={task.problem} />
      <p>
        <Button kind="danger" busy={task.busy} onClick={remove}>
          {w("Remove")}
        </Button>
      </p>
    </div>
  );
}

const Role = ({ of }: { of: Person["role"] }) => (
  <Select label={w("Role")} name="role">
    {(["viewer", "billing", "owner"] as const).map((role) => (
      <option value={role} selected={role === of}>
        {w().roleNames[role]}
      </option>
    ))}
  </Select>
);
