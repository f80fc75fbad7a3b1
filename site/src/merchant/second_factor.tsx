/** An authenticator app beside the password: set it up, take new recovery codes, or sign in without it again. */
import { call, Problem, type Answer } from "../api/call";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button } from "../parts/button";
import { CodeField, Form, Password, Username } from "../parts/form";
import { Qr } from "../parts/qr";
import { me, settle } from "./session";
import { w } from "./words";

type Work = (password?: string) => Promise<unknown>;

export function SecondFactor() {
  const secret = useSignal<Answer<"POST /merchant/me/totp"> | undefined>(undefined);
  const codes = useSignal<string[]>([]);
  const state = me.value?.second_factor;
  const know = (second_factor: "on" | "off") => (me.value = { ...me.value!, second_factor });
  const finish = async () => {
    codes.value = [];
    secret.value = undefined;
    know("on");
    if (state === "required") await settle();
  };
  const confirm = async ({ code = "" }: Record<string, string>) => {
    codes.value = (await call("POST /merchant/me/totp/confirmation", { body: { code: code.replace(/\s/g, "") } })).codes;
  };

  if (codes.value.length) return <Codes of={codes.value} done={finish} />;
  if (secret.value)
    return (
      <Form key="code" submit={w().switchOn} send={confirm}>
        <p>{w().addToApp}</p>
        <Qr text={secret.value.uri} label={w().qrCode} />
        <pre>{secret.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</pre>
        <p>
          <a href={secret.value.uri}>{w().openApp}</a>
        </p>
        <CodeField name="code" inputMode="numeric" />
      </Form>
    );
  if (state !== "on")
    return (
      <Sure key="begin" submit={w().setUp} primary={state === "required"} work={async (password) => (secret.value = await call("POST /merchant/me/totp", { body: { password } }))}>
        <p class="soft">{w().secondFactorOff}</p>
      </Sure>
    );
  return (
    <div class="stack">
      <p class="soft">{w().secondFactorOn}</p>
      <Sure key="codes" submit={w().newCodes} work={async (password) => (codes.value = (await call("POST /merchant/me/recovery-codes", { body: { password } })).codes)} />
      <Sure key="off" submit={w().switchOff} work={async (password) => (await call("DELETE /merchant/me/totp", { body: { password } }), know("off"))} />
    </div>
  );
}

interface SureProps {
  submit: string;
  primary?: boolean;
  work: Work;
  children?: preact.ComponentChildren;
}

/** Who signed in a moment ago is believed; from others the API wants the password again. */
function Sure({ submit, primary, work, children }: SureProps) {
  const asked = useSignal(false);
  const send = async ({ password }: Record<string, string>) => {
    try {
      await work(password);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "reauthentication_required" || asked.value) throw error;
      asked.value = true;
    }
  };
  return (
    <Form submit={submit} kind={primary ? "primary" : "plain"} send={send}>
      {children}
      {asked.value && (
        <>
          <Username of={me.value?.email} />
          <Password label={t().password} name="password" autocomplete="current-password" autofocus hint={w().confirmHint} />
        </>
      )}
    </Form>
  );
}

const Codes = ({ of, done }: { of: string[]; done: () => unknown }) => (
  <div class="stack" role="status">
    <p>{w().recoveryCodes}</p>
    <pre>{of.join("\n")}</pre>
    <p>
      <Button kind="primary" onClick={done}>
        {t().goOn}
      </Button>
    </p>
  </div>
);
