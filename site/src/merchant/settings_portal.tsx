/** What clients can see and do: every setting of the portal in groups, each with its sentence. */
import { call, Problem, type Answer, type Input } from "../api/call";
import { decimal, decimals, minor } from "../base/format";
import { forgetAnswers, Load, useGet } from "../base/load";
import { t } from "../base/words";
import { Select, TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { written } from "./invoice_sums";
import { Group, Toggle } from "./settings_group";
import { organization } from "./session";
import { usePortal } from "./settings_switch";

type Portal = Answer<"GET /merchant/portal-settings">;
type Change = Input<"PATCH /merchant/portal-settings">["body"];

/** The settings that are on or off, in the order in which they stand. */
const toggles = {
  shows: ["show_estimates", "show_subscriptions", "show_projects_and_timesheets"],
  invoices: ["allow_forwarding", "allow_partial_payment"],
  methods: ["allow_payment_method_update", "allow_payment_method_add"],
  details: ["allow_profile_edit", "allow_company_edit"],
  talk: ["allow_merchant_mail", "allow_comments", "allow_reviews", "notify_staff_of_activity", "notify_clients_of_comments"],
  security: ["auto_enable_for_hosted_checkout", "require_second_factor"],
} as const;
type Flag = (typeof toggles)[keyof typeof toggles][number];

export function PortalPart() {
  const loaded = usePortal();
  const own = useGet("GET /merchant/organization");
  return <Load from={own.data ? loaded : { ...loaded, data: undefined, problem: loaded.problem ?? own.problem }}>{(found) => <Settings of={found} />}</Load>;
}

function Settings({ of }: { of: Portal }) {
  const currency = organization.value?.currency ?? "EUR";
  const send = async (values: Record<string, string>) => {
    const minimum = minor(values.minimum_payment || "0", currency);
    if (!(minimum >= 0)) throw new Problem(422, "", "", [{ path: "minimum_payment", message: d("Please write an amount, for example 120.50.") }]);
    try {
      await call("PATCH /merchant/portal-settings", { body: bodyOf(values, minimum) });
    } catch (error) {
      if (error instanceof Problem && error.status === 409) throw new Problem(422, error.code, "", [{ path: "portal_name", message: d("This name is taken.") }]);
      throw error;
    }
    forgetAnswers();
    return t("Saved.");
  };
  const flags = (group: keyof typeof toggles) => toggles[group].map((name) => <Toggle name={name} on={of[name]} />);
  const chosen = of.languages?.length === 1 ? of.languages[0]! : "en,de";
  return (
    <Form submit={t("Save")} send={send}>
      <Group title={d().groups.portal}>
        <Field label={d("Name in the address")} name="portal_name" defaultValue={of.portal_name} hint={d("Now {0}. The old address keeps leading here.", of.url.replace(/^https?:\/\//, ""))} minLength={3} autocapitalize="off" spellcheck={false} autocomplete="off" />
        <TextArea label={d("Message to all clients")} name="banner_message" defaultValue={of.banner_message} hint={d("Stands on top of everybody’s start page. Empty: nothing is shown.")} rows={2} maxLength={500} optional />
        <Select label={d("Languages")} name="languages" hint={d("What clients may choose from.")}>
          {Object.entries(d().languageChoices).map(([value, words]) => (
            <option value={value} selected={value === chosen}>
              {words}
            </option>
          ))}
        </Select>
      </Group>
      <Group title={d().groups.shows}>
        {flags("shows")}
        <Select label={d("When an estimate is accepted")} name="invoice_on_acceptance">
          {Object.entries(d().afterAcceptance).map(([value, words]) => (
            <option value={value} selected={value === of.invoice_on_acceptance}>
              {words}
            </option>
          ))}
        </Select>
      </Group>
      <Group title={d().groups.invoices}>
        {flags("invoices")}
        <Field label={d("Smallest part")} name="minimum_payment" inputMode="decimal" defaultValue={written(decimal(of.minimum_payment ?? 0, decimals(currency)))} hint={d("In {0}, for clients who pay in parts. Zero: no minimum.", currency)} autocomplete="off" optional />
      </Group>
      <Group title={d().groups.methods}>{flags("methods")}</Group>
      <Group title={d().groups.subscriptions}>
        <Toggle name="cancellation.end_of_term" on={of.cancellation?.end_of_term} />
        <Toggle name="cancellation.immediately" on={of.cancellation?.immediately} />
      </Group>
      <Group title={d().groups.details}>{flags("details")}</Group>
      <Group title={d().groups.talk}>{flags("talk")}</Group>
      <Group title={d().groups.security}>
        {flags("security")}
        <Select label={d("Second factor for your team")} name="staff_second_factor" hint={d("Whoever sees all clients’ data should not depend on a password alone.")}>
          {Object.entries(d().staffFactors).map(([value, words]) => (
            <option value={value} selected={value === of.staff_second_factor}>
              {words}
            </option>
          ))}
        </Select>
      </Group>
      <Group title={d().groups.links} hint={d("Linked at the foot of the portal.")}>
        <Field label={t().links.terms} name="links.terms" inputMode="url" defaultValue={of.links?.terms ?? ""} placeholder="https://" optional />
        <Field label={t().links.privacy} name="links.privacy" inputMode="url" defaultValue={of.links?.privacy ?? ""} placeholder="https://" optional />
        <Field label={t().links.support} name="links.support" inputMode="url" defaultValue={of.links?.support ?? ""} placeholder="https://" optional />
      </Group>
    </Form>
  );
}

function bodyOf(values: Record<string, string>, minimum: number): Change {
  const on = (name: string) => name in values;
  const link = (name: string) => values[`links.${name}`]?.trim() || null;
  const flags = Object.fromEntries(Object.values(toggles).flatMap((group) => group.map((name) => [name, on(name)]))) as Record<Flag, boolean>;
  return {
    ...flags,
    portal_name: values.portal_name?.trim(),
    banner_message: values.banner_message ?? "",
    languages: values.languages?.split(",") ?? ["en", "de"],
    minimum_payment: minimum,
    cancellation: { immediately: on("cancellation.immediately"), end_of_term: on("cancellation.end_of_term") },
    staff_second_factor: values.staff_second_factor as "required",
    invoice_on_acceptance: values.invoice_on_acceptance as "none",
    links: { terms: link("terms"), privacy: link("privacy"), support: link("support") },
  };
}
