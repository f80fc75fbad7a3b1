/** The doors of portal and console: sign in, forgot, reset, accept. Whose house it is and whom to ask, each entry says itself; loading a page uses up nothing. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Problem } from "../api/call";
import { signedIn } from "../api/session";
import { fragmentToken } from "../base/fragment";
import { go, here, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button, useTask } from "./button";
import { Failure } from "./failure";
import { CodeField, Field, Form, NewPassword, Password, Username } from "./form";
import { Mark } from "./mark";
import { Page } from "./page";

interface House {
  name: () => string;
  logo?: () => string | null | undefined;
  /** A word of welcome on the panel of colour. */
  motto: () => string;
  foot?: () => ComponentChildren;
}

let house: House;

/** Say whose doors these are, before the first is drawn. */
export const setHouse = (of: House): void => void (house = of);

interface DoorProps {
  title: string;
  intro?: ComponentChildren;
  class?: string;
  children?: ComponentChildren;
}

/** The frame of the pages before signing in: one short form beside a panel of colour. */
export const Door = ({ title, intro, class: look, children }: DoorProps) => (
  <div class="door">
    <header>
      <Mark name={house.name()} logo={house.logo?.()} />
      <p aria-hidden="true">{house.motto()}</p>
    </header>
    <div>
      <Page class={look} title={title} lead={intro && <p class="soft">{intro}</p>}>
        {children}
      </Page>
      {house.foot?.()}
    </div>
  </div>
);

type Values = Record<string, string>;
type Send<V = Values> = (values: V) => Promise<unknown>;

export const EmailField = (props: { autofocus?: boolean }) => <Field label={t("E-mail address")} name="email" type="email" autocomplete="username" {...props} />;

const plainCode = (totp: string | undefined): Values => (totp ? { totp: totp.replace(/\s/g, "") } : {});

/** A code follows for those who enrolled one; then on to the page that was wanted. `children`: who it is. `passkey`: another way in. */
export function SignIn({ send, passkey, children }: { send: Send; passkey?: () => Promise<void>; children: ComponentChildren }) {
  const task = useTask();
  const known = useSignal<Values | undefined>(undefined);
  const { query } = here.value;
  const target = query.get("to") ?? "/";
  useEffect(() => {
    if (signedIn.value) go(target.startsWith("/") ? target : "/", true);
  }, [signedIn.value]);
  const submit = async ({ totp, ...values }: Values) => {
    try {
      await send({ ...known.value, ...values, ...plainCode(totp) });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "second_factor_required" || totp) throw error;
      known.value = values;
    }
  };
  if (known.value)
    return (
      <Door key="code" title={t("One more step")} intro={t("Enter the six digits your authenticator app shows, or a recovery code.")}>
        <Form key="code" submit={t("Sign in")} send={submit} extra={<button type="button" class="quiet" onClick={() => (known.value = undefined)}>{t("Back")}</button>}>
          <CodeField autofocus />
        </Form>
      </Door>
    );
  const why = query.has("ended") ? t("You have been signed out. Please sign in again to go on.") : query.has("reset") && t("Your new password is set. Please sign in with it.");
  return (
    <Door key="sign-in" title={t("Sign in")} intro={why}>
      <Form submit={t("Sign in")} send={submit} extra={<a href={to("/forgot")}>{t("Forgot your password?")}</a>}>
        {children}
        <Password label={t("Password")} name="password" autocomplete="current-password" />
      </Form>
      {passkey && window.PublicKeyCredential && (
        <div class="stack">
          <Failure problem={task.problem} />
          <Button busy={task.busy} onClick={() => task.run(passkey)}>{t("Sign in with a passkey")}</Button>
        </div>
      )}
    </Door>
  );
}

/** Ask for a link to a new password; the answer is the same for everybody. */
export function Forgot({ send, children }: { send: Send; children?: ComponentChildren }) {
  const sent = useSignal("");
  const back = <a href={to("/sign-in")}>{t("Back to sign in")}</a>;
  if (sent.value)
    return (
      <Door key="sent" title={t("Look at your inbox")} intro={t("If {0} has access here, a link is on its way. It works for ten minutes.", sent.value)}>
        <p role="status">{back}</p>
      </Door>
    );
  return (
    <Door title={t("Forgot your password?")} intro={t("We will send you a link to choose a new one.")}>
      <Form submit={t("Send the link")} send={async (values) => (await send(values), void (sent.value = values.email!))} extra={back}>
        {children}
        <EmailField />
      </Form>
    </Door>
  );
}

/** The token is used, replaced or too old (not: the password is wrong). */
export const dead = (error: unknown): boolean => error instanceof Problem && (error.missing || error.errors.some(({ path }) => path === "token"));

/** Whoever used the link before has a password. */
const wayIn = () => <a class="button" href={to("/sign-in")}>{t("Sign in")}</a>;

type Token = { token: string; password: string; totp?: string };

/** Choose a new password with the link from a mail. */
export function Reset({ send }: { send: Send<Token> }) {
  const over = useSignal(!fragmentToken);
  const submit = async ({ password = "" }: Values) => {
    try {
      await send({ token: fragmentToken, password });
      go("/sign-in?reset", true);
    } catch (error) {
      if (!dead(error)) throw error;
      over.value = true;
    }
  };
  if (over.value)
    return (
      <Door key="over" title={t("This link has been used, or it is too old.")}>
        <p>
          <a class="button primary" href={to("/forgot")}>{t("Ask for a new one")}</a> {wayIn()}
        </p>
      </Door>
    );
  return (
    <Door title={t("Choose a new password")}>
      <Form submit={t("Set password")} send={submit}>
        <Username />
        <NewPassword label={t("New password")} name="password" />
      </Form>
    </Door>
  );
}

interface AcceptProps {
  send: Send<Token>;
  title: string;
  submit: string;
  /** Whom to ask when the link is of no use any more. */
  over: string;
}

/** Accept an invitation by choosing a password, or with the one there is. */
export function Accept({ send, title, submit, over }: AcceptProps) {
  /** What the API asks for: a new password, the one there is, and then perhaps a code. */
  const stage = useSignal<"new" | "known" | "code" | "over">(fragmentToken ? "new" : "over");
  const isNew = stage.value === "new";
  const accept = async ({ password = "", totp }: Values) => {
    try {
      await send({ token: fragmentToken, password, ...plainCode(totp) });
      go("/", true);
    } catch (error) {
      if (dead(error)) stage.value = "over";
      else if (error instanceof Problem && error.code === "second_factor_required" && !totp) stage.value = "code";
      else {
        if (error instanceof Problem && error.status === 401 && isNew) stage.value = "known";
        throw error;
      }
    }
  };
  if (stage.value === "over") return <Door key="over" title={t("This link has been used, or it is too old.")} intro={over}><p>{wayIn()}</p></Door>;
  return (
    <Door title={title} intro={isNew ? t("Choose a password, and you are in.") : t("You have a password here already. Please enter that one.")}>
      <Form submit={submit} send={accept}>
        <Username />
        {isNew ? <NewPassword label={t("Password")} name="password" /> : <Password label={t("Password")} name="password" autocomplete="current-password" />}
        {stage.value === "code" && <CodeField hint={t("Enter the six digits your authenticator app shows, or a recovery code.")} />}
      </Form>
    </Door>
  );
}
