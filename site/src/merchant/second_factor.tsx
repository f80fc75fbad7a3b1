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
      <Form key="code" submit={w("Switch on")} send={confirm}>
        <p>{w("Scan this with your authenticator app, or type the key into it. Then enter the code it shows.")}</p>
        <Qr text={secret.value.uri} label={w("QR code of the key below")} />
        <pre>{secret.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</pre>
        <p>
          <a href={secret.value.uri}>{w("Open the app on this device")}</a>
        </p>
        <CodeField name="code" inputMode="numeric" />
      </Form>
    );
  if (state !== "on")
    return (
      <Sure key="begin" submit={w("Set up")} primary={state === "required"} work={async (password) => (secret.value = await call("POST /merchant/me/totp", { body: { password } }))}>
        <p class="soft">{w("With an authenticator app, a stolen password alone opens nothing.")}</p>
      </Sure>
    );
  return (
    <div class="stack">
      <p class="soft">{w("You sign in with your password and a code of your authenticator app.")}</p>
      <Sure key="codes" submit={w("New recovery codes")} work={async (password) => (codes.value = (await call("POST /merchant/me/recovery-codes", { body: { password } })).codes)} />
      <Sure key="off" submit={w("Switch off")} work={async (password) => (await call("DELETE /merchant/me/totp", { body: { password } }), know("off"))} />
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
          <Password label={t("Password")} name="password" autocomplete="current-password" autofocus hint={w("To be sure it is you.")} />
        </>
      )}
    </Form>
  );
}

const Codes = ({ of, done }: { of: string[]; done: () => unknown }) => (
  <div class="stack" role="status">
    <p>{w("Keep these codes in a safe place: each lets you in once if your phone is lost.")}</p>
    <pre>{of.join("\n")}</pre>
    <p>
      <Button kind="primary" onClick={done}>
        {t("Continue")}
      </Button>
    </p>
  </div>
);
