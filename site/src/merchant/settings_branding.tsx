/** Colour and logo; the console itself wears the colour while it is chosen, and two small portals show it by day and by night. */
import { useEffect } from "preact/hooks";
import { call, Problem } from "../api/call";
import { applyBrand } from "../base/brand";
import { forgetAnswers, Load } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { organization, wear, type Organization } from "./session";
import { Group } from "./settings_group";
import { LogoUpload } from "./settings_logo";
import { useOrganization } from "./settings_organization";
import { Preview } from "./settings_preview";

const colour = /^#[\da-f]{6}$/i;

export function Branding() {
  const loaded = useOrganization();
  // Whoever leaves without saving takes the old colour along.
  useEffect(() => () => applyBrand(organization.value?.accent ?? ""), []);
  return <Load from={loaded}>{(found) => <Look of={found} />}</Load>;
}

function Look({ of }: { of: Organization }) {
  const accent = useSignal(of.accent);
  const try_ = (text: string) => {
    accent.value = text.trim();
    if (colour.test(accent.value)) applyBrand(accent.value);
  };
  const send = async () => {
    if (!colour.test(accent.value)) throw new Problem(422, "", "", [{ path: "accent", message: d("Six digits after #, please: #2854a0.") }]);
    wear(await call("PATCH /merchant/organization", { body: { accent: accent.value.toLowerCase() } }));
    forgetAnswers();
    return t("Saved.");
  };
  return (
    <>
      <Group title={d("Accent colour")} hint={d("Buttons wear it as it is. Text and links are deepened or lightened until they can be read.")}>
        <Form submit={t("Save")} send={send}>
          <div class="pair">
            <Field label={d("Pick a colour")} name="pick" type="color" value={colour.test(accent.value) ? accent.value : of.accent} onInput={(event: Event) => try_((event.currentTarget as HTMLInputElement).value)} />
            <Field label={d("As a code")} name="accent" value={accent.value} maxLength={7} spellcheck={false} autocomplete="off" onInput={(event: Event) => try_((event.currentTarget as HTMLInputElement).value)} />
          </div>
        </Form>
      </Group>
      <Group title={d("Logo")} hint={d("PNG, JPEG, WebP, GIF or AVIF. It is made smaller here, before it is sent.")}>
        <LogoUpload of={of} />
      </Group>
      <section>
        <h2>{d("How clients will see it")}</h2>
        <div class="previews">
          <Preview of={of} scheme="day" />
          <Preview of={of} scheme="night" />
        </div>
      </section>
    </>
  );
}
