/** Is this invoice genuine? Whoever holds the paper may ask, without signing in, and compare the file. */
import { ask, type Answer } from "../api/call";
import { face, portal } from "../api/portal";
import { day, money } from "../base/format";
import { Load, useLoad } from "../base/load";
import { go, here } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Door } from "../parts/doors";
import { Facts } from "../parts/facts";
import { Field, Form } from "../parts/form";
import { w } from "./words";

type Proof = Answer<"GET /portals/{portal}/verifications/{code}">;

export function Verify() {
  const code = here.value.path.split("/")[2];
  return code ? <Verdict key={code} code={code} /> : <Door title={w("Is this invoice genuine?")} intro={w("Type the code that stands beside the QR code of the invoice.")}><AskCode /></Door>;
}

function Verdict({ code }: { code: string }) {
  const loaded = useLoad(`proof:${code}`, () => ask("GET /portals/{portal}/verifications/{code}", { portal, code }));
  const proof = loaded.data;
  if (loaded.problem?.missing)
    return (
      <Door key="unknown" class="seal bad" title={w("We do not know this invoice")} intro={w("{0} issued no invoice with this code. If it is typed right, do not pay. Ask {0} in a way you know already, not by what stands on the paper.", face.value!.name)}>
        <AskCode code={code} />
      </Door>
    );
  if (!proof) return <Door title={w("Is this invoice genuine?")}><Load from={loaded}>{() => null}</Load></Door>;
  return (
    <Door key="known" class={proof.void ? "seal warn" : "seal"} title={w(proof.void ? "Genuine, but cancelled" : "This invoice is genuine")} intro={w(proof.void ? "{0} cancelled it later. Nothing is to be paid on it." : "{0} issued it with exactly these details. Compare them with your copy, above all the account.", proof.payee)}>
      <Said of={proof} />
      {proof.sha256 && <Compare sha256={proof.sha256} />}
    </Door>
  );
}

/** What the genuine document says. */
const Said = ({ of: { number, issue_date, total, currency, payee, payee_account: { holder, iban, bic, bank } } }: { of: Proof }) => (
  <Facts
    of={[
      [w("Number"), number],
      [w("Issued"), day(issue_date, "long")],
      [w("Amount"), money(total, currency)],
      [w("Payee"), payee],
      [w("Account"), [holder !== payee && holder, iban?.replace(/\s/g, "").replace(/.{4}(?=.)/g, "$& "), bic, bank].filter(Boolean).map((line) => <div>{line}</div>)],
    ]}
  />
);

/** The file's fingerprint is taken here, in the browser: the file goes nowhere. */
function Compare({ sha256 }: { sha256: string }) {
  const found = useSignal<"" | "same" | "differs" | "unreadable">("");
  const choose = async (file: File | undefined) => {
    found.value = "";
    if (file) found.value = await digest(file).then((hex) => (hex === sha256 ? "same" : "differs"), () => "unreadable");
  };
  return (
    <section class="stack">
      <Field label={w("Compare your PDF file")} name="file" type="file" accept="application/pdf" hint={w("The file stays on your device.")} onChange={(event) => choose(event.currentTarget.files?.[0])} />
      <div role="status">{found.value && <p class={`notice ${found.value === "same" ? "good" : "bad"}`}>{w().compared[found.value]}</p>}</div>
      <details>
        <summary>SHA-256</summary>
        <code>{sha256}</code>
      </details>
    </section>
  );
}

const digest = async (file: File): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The code as people copy it from paper: hyphens, spaces and small letters are no matter. */
const AskCode = ({ code }: { code?: string }) => (
  <Form submit={w("Check")} send={async (values) => go(`/verify/${encodeURIComponent(values.code!.replace(/[\s-]/g, "").toUpperCase())}`)}>
    <Field label={t("Code")} name="code" defaultValue={code} hint={w("12 letters and digits.")} autocapitalize="characters" autocomplete="off" spellcheck={false} maxLength={40} />
  </Form>
);
