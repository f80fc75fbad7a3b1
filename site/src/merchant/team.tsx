/** The merchant's own people: who works here, as what, and who is invited. */
import { call, type Answer } from "../api/call";
import { moment } from "../base/format";
import { useList } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Failure } from "../parts/failure";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Page } from "../parts/page";
import { Status } from "../parts/status";
import { Listing } from "../parts/table";
import { Confirm } from "./confirm";
import { may, me, roles } from "./session";
import { w } from "./words";

type Colleague = Answer<"GET /merchant/staff">["items"][number];
type Open = { kind: "invite" } | { kind: "role" | "remove"; colleague: Colleague } | undefined;

/** Admins manage everybody below owner, owners everybody; nobody manages oneself here. */
const mayManage = (colleague: Colleague): boolean => colleague.id !== me.value?.id && may(colleague.role === "owner" ? "owner" : "admin");

export function Team() {
  const team = useList("GET /merchant/staff");
  const open = useSignal<Open>(undefined);
  const said = useSignal("");
  const task = useTask();
  const changed = async (words: string) => {
    open.value = undefined;
    await team.reload();
    said.value = words;
  };
  const resend = (colleague: Colleague) =>
    void task.run(async () => {
      await call("POST /merchant/staff/{staff_id}/invitation", { staff_id: colleague.id });
      await changed(w("An invitation is on its way to {0}.", colleague.email));
    });
  return (
    <Page title={w("Team")} actions={<Button kind="primary" onClick={() => (open.value = { kind: "invite" })}>{w("Invite a colleague")}</Button>}>
      <Done>{said.value}</Done>
      <Failure problem={task.problem} />
      <Listing
        from={team}
        caption={w("Team")}
        empty={w("The people who work here will appear here.")}
        columns={[
          [w("Name"), (colleague) => <Person of={colleague} />, "lead"],
          [w("Role"), (colleague) => w().roles[colleague.role], "sub"],
          [w("Status"), (colleague) => <Access of={colleague} />, "none"],
          [w("Last seen"), (colleague) => (colleague.last_seen_at ? moment(colleague.last_seen_at) : <span class="soft">–</span>), "none"],
          [w("Actions"), (colleague) => <Actions of={colleague} resend={() => resend(colleague)} open={(kind) => (open.value = { kind, colleague })} />, "tall figure"],
        ]}
      />
      {open.value && <Dialogs of={open.value} changed={changed} onClose={() => (open.value = undefined)} />}
    </Page>
  );
}

const Person = ({ of }: { of: Colleague }) => (
  <>
    {of.name}
    <small class="below">{of.email}</small>
  </>
);

const Access = ({ of: { status } }: { of: Colleague }) => (
  <Status tone={status === "active" ? "good" : status === "invited" ? "news" : "calm"}>{w().staffStates[status]}</Status>
);

interface ActionsProps {
  of: Colleague;
  resend: () => void;
  open: (kind: "role" | "remove") => void;
}

function Actions({ of, resend, open }: ActionsProps) {
  if (!mayManage(of)) return of.id === me.value?.id ? <span class="soft">{w("you")}</span> : null;
  return (
    <Menu label={<>{w("More")}<span class="hidden"> {of.name}</span></>}>
      <button type="button" onClick={() => open("role")}>{w("Change role")}</button>
      {of.status === "invited" && <button type="button" onClick={resend}>{w("Send again")}</button>}
      <button type="button" onClick={() => open("remove")}>{w("Remove")}</button>
    </Menu>
  );
}

interface DialogsProps {
  of: NonNullable<Open>;
  changed: (words: string) => Promise<void>;
  onClose: () => void;
}

function Dialogs({ of, changed, onClose }: DialogsProps) {
  if (of.kind === "invite")
    return (
      <Dialog title={w("Invite a colleague")} onClose={onClose}>
        <Invitation changed={changed} />
      </Dialog>
    );
  const { colleague } = of;
  if (of.kind === "role") {
    const send = async ({ role }: Record<string, string>) => {
      await call("PATCH /merchant/staff/{staff_id}", { staff_id: colleague.id, body: { role: role as Colleague["role"] } });
      await changed(t("Saved."));
    };
    return (
      <Dialog title={w("Role of {0}", colleague.name)} onClose={onClose}>
        <Form submit={t("Save")} send={send}>
          <RoleField role={colleague.role} />
        </Form>
      </Dialog>
    );
  }
  const remove = async () => {
    await call("DELETE /merchant/staff/{staff_id}", { staff_id: colleague.id });
    await changed(w("{0} has been removed.", colleague.name));
  };
  return <Confirm title={w("Remove {0}?", colleague.name)} words={w("This person is signed out at once, and cannot sign in any more.")} submit={w("Remove")} run={remove} onClose={onClose} />;
}

function Invitation({ changed }: { changed: DialogsProps["changed"] }) {
  const send = async ({ name = "", email = "", role }: Record<string, string>) => {
    await call("POST /merchant/staff", { body: { name, email, role: role as Colleague["role"] } });
    await changed(w("An invitation is on its way to {0}.", email));
  };
  return (
    <Form submit={w("Send invitation")} send={send}>
      <Field label={w("Name")} name="name" maxLength={120} autocomplete="off" />
      <Field label={t("E-mail address")} name="email" type="email" autocomplete="off" />
      <RoleField role="accountant" />
    </Form>
  );
}

function RoleField({ role }: { role: Colleague["role"] }) {
  const shown = useSignal(role);
  return (
    <Select label={w("Role")} name="role" hint={w().roleHints[shown.value]} onChange={(event) => (shown.value = event.currentTarget.value as Colleague["role"])}>
      {roles
        .filter((one) => one !== "owner" || may("owner"))
        .map((one) => (
          <option value={one} selected={one === role}>
            {w().roles[one]}
          </option>
        ))}
    </Select>
  );
}
