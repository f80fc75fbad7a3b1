/** The people of a customer: who they are, what they may do, and whether they can sign in. */
import { call, type Answer } from "../api/call";
import { moment } from "../base/format";
import { languageNames, languages } from "../base/i18n";
import { useList } from "../base/load";
import { go } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Failure } from "../parts/failure";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Status, type Tone } from "../parts/status";
import { Listing } from "../parts/table";
import { Confirm } from "./confirm";
import { may } from "./session";
import { w } from "./words";

type Contact = Answer<"GET /merchant/customers/{customer_id}/contacts">["items"][number];
type Act = "edit" | "disable" | "remove" | "mail" | "erase";
type Open = { kind: "add" } | { kind: Act; contact: Contact } | undefined;

const tones: Record<Contact["portal_status"], Tone> = { disabled: "calm", invited: "news", active: "good", bounced: "bad" };
const nameOf = (contact: Contact) => [contact.first_name, contact.last_name].filter(Boolean).join(" ") || contact.email;
const ids = (contact: Contact) => ({ customer_id: contact.customer_id, contact_id: contact.id });
const invite = (contact: Contact) => call("PUT /merchant/customers/{customer_id}/contacts/{contact_id}/portal-access", ids(contact));

export function Contacts({ customer }: { customer: string }) {
  const contacts = useList("GET /merchant/customers/{customer_id}/contacts", { customer_id: customer });
  const open = useSignal<Open>(undefined);
  const said = useSignal("");
  const task = useTask();
  const changed = async (words = "") => {
    open.value = undefined;
    await contacts.reload();
    said.value = words;
  };
  const send = (contact: Contact) => {
    said.value = "";
    void task.run(async () => (await invite(contact), await changed(w("An invitation is on its way to {0}.", contact.email))));
  };
  return (
    <section>
      <div class="head">
        <h2>{w("Contacts")}</h2>
        <Button onClick={() => (open.value = { kind: "add" })}>{w("Add contact")}</Button>
      </div>
      <Done>{said.value}</Done>
      <Failure problem={task.problem} />
      <Listing
        from={contacts}
        caption={w("Contacts")}
        empty={w("Contacts are the people who may see this customer’s invoices. Add one, and invite them to the portal.")}
        columns={[
          [w("Name"), (contact) => <Person of={contact} />, "lead"],
          [w("Role"), (contact) => w().contactRoles[contact.role], "none"],
          [w("Portal access"), (contact) => <Access of={contact} />, "sub"],
          [w("Actions"), (contact) => <Actions of={contact} busy={task.busy} send={() => send(contact)} open={(kind) => (open.value = { kind, contact })} />, "tall figure"],
        ]}
      />
      {open.value && <Dialogs of={open.value} customer={customer} changed={changed} onClose={() => (open.value = undefined)} />}
    </section>
  );
}

const Person = ({ of }: { of: Contact }) => (
  <>
    {nameOf(of)}
    {nameOf(of) !== of.email && <small class="below">{of.email}</small>}
  </>
);

const Access = ({ of: { portal_status: status, mail_problem: problem } }: { of: Contact }) => (
  <>
    <Status tone={tones[status]}>{w().portalStates[status]}</Status>
    {problem && <small class="below">{w().mailProblems[problem.kind]} · {moment(problem.at)}</small>}
  </>
);

interface ActionsProps {
  of: Contact;
  busy: boolean;
  send: () => void;
  open: (kind: Act) => void;
}

function Actions({ of, busy, send, open }: ActionsProps) {
  const known = of.portal_status === "active" || of.portal_status === "invited";
  return (
    <span class="actions end">
      {of.portal_status !== "active" && (
        <Button busy={busy} onClick={send} aria-label={`${of.portal_status === "disabled" ? w("Invite") : w("Send again")}: ${nameOf(of)}`}>
          {of.portal_status === "disabled" ? w("Invite") : w("Send again")}
        </Button>
      )}
      <Menu label={<>{w("More")}<span class="hidden"> {nameOf(of)}</span></>}>
        <button type="button" onClick={() => open("edit")}>{w("Edit")}</button>
        {of.mail_problem && <button type="button" onClick={() => open("mail")}>{w("Write again")}</button>}
        {known && <button type="button" onClick={() => open("disable")}>{w("Disable")}</button>}
        {may("accountant") && <button type="button" onClick={() => open("remove")}>{w("Remove")}</button>}
        {may("admin") && <button type="button" onClick={() => open("erase")}>{w("Erase data")}</button>}
      </Menu>
    </span>
  );
}

interface DialogsProps {
  of: NonNullable<Open>;
  customer: string;
  changed: (words?: string) => Promise<void>;
  onClose: () => void;
}

function Dialogs({ of, customer, changed, onClose }: DialogsProps) {
  if (of.kind === "add" || of.kind === "edit")
    return (
      <Dialog title={of.kind === "add" ? w("Add contact") : w("Edit contact")} onClose={onClose}>
        <ContactForm of={of.kind === "edit" ? of.contact : undefined} customer={customer} changed={changed} />
      </Dialog>
    );
  const { contact, kind } = of;
  const disable = async () => {
    await call("DELETE /merchant/customers/{customer_id}/contacts/{contact_id}/portal-access", ids(contact));
    await changed();
  };
  const write = async () => {
    await call("DELETE /merchant/customers/{customer_id}/contacts/{contact_id}/mail-problem", { ...ids(contact), complaint: contact.mail_problem?.kind === "complaint" });
    await changed();
  };
  const remove = async () => {
    await call("DELETE /merchant/customers/{customer_id}/contacts/{contact_id}", ids(contact));
    await changed();
  };
  if (kind === "mail")
    return (
      <Confirm kind="primary" title={w("Write to {0} again?", nameOf(contact))} words={w("Do so if you know that mail arrives there, and is wanted.")} submit={w("Write again")} run={write} onClose={onClose} />
    );
  if (kind === "erase") {
    const ask = () => call("POST /merchant/customers/{customer_id}/contacts/{contact_id}/erasure-request", ids(contact)).then((made) => go(`/erasures/${made.id}`));
    return (
      <Confirm title={w("Erase the data of {0}?", nameOf(contact))} words={w("This notes that the person asked for it, and tells them by mail. You carry it out on the next page.")} submit={w("Go on")} run={ask} onClose={onClose} />
    );
  }
  return kind === "disable" ? (
    <Confirm title={w("Disable access of {0}?", nameOf(contact))} words={w("This person is signed out at once, and cannot sign in until you invite again.")} submit={w("Disable")} run={disable} onClose={onClose} />
  ) : (
    <Confirm title={w("Remove {0}?", nameOf(contact))} words={w("The contact and its access to the portal end at once.")} submit={w("Remove")} run={remove} onClose={onClose} />
  );
}

function ContactForm({ of, customer, changed }: { of?: Contact; customer: string; changed: DialogsProps["changed"] }) {
  const send = async ({ invite: wanted, ...values }: Record<string, string>) => {
    if (of) {
      await call("PATCH /merchant/customers/{customer_id}/contacts/{contact_id}", { ...ids(of), body: values as never });
      return changed(t("Saved."));
    }
    const made = await call("POST /merchant/customers/{customer_id}/contacts", { customer_id: customer, body: values as never });
    // The contact exists now, whatever becomes of the invitation: it can be sent again from the list.
    const sent = wanted ? await invite(made).then(() => true, () => false) : undefined;
    await changed(sent === undefined ? t("Saved.") : sent ? w("An invitation is on its way to {0}.", made.email) : w("Saved, but the invitation could not be sent. Is the client portal switched on?"));
  };
  return (
    <Form submit={of ? t("Save") : w("Add contact")} send={send}>
      <div class="pair">
        <Field label={w("First name")} name="first_name" defaultValue={of?.first_name} maxLength={120} optional autocomplete="off" />
        <Field label={w("Last name")} name="last_name" defaultValue={of?.last_name} maxLength={120} optional autocomplete="off" />
      </div>
      <Field label={t("E-mail address")} name="email" type="email" defaultValue={of?.email} autocomplete="off" />
      <Field label={w("Phone")} name="phone" type="tel" defaultValue={of?.phone} optional autocomplete="off" />
      <div class="pair">
        <Select label={w("Role")} name="role">
          {(["viewer", "billing", "owner"] as const).map((role) => (
            <option value={role} selected={role === (of?.role ?? "billing")}>
              {w().contactRoles[role]}
            </option>
          ))}
        </Select>
        <Select label={w("Language")} name="language">
          {languages.map((one) => (
            <option value={one} selected={of?.language.startsWith(one)}>
              {languageNames[one]}
            </option>
          ))}
        </Select>
      </div>
      {!of && (
        <label class="check">
          <input type="checkbox" name="invite" value="yes" defaultChecked />
          {w("Invite to the portal now")}
        </label>
      )}
    </Form>
  );
}
