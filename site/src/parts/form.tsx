/** Forms: each refusal stands at its field, the first of them takes the focus, and the button is busy meanwhile. */
import { signal, useSignal } from "../base/state";
import type { ComponentChildren, InputHTMLAttributes, LooseInputHTMLAttributes } from "preact";
import { useId, useRef } from "preact/hooks";
import { Problem } from "../api/call";
import { refusal } from "../base/i18n";
import { t } from "../base/words";
import { Button, useTask } from "./button";
import { Failure, sentence } from "./failure";
import { Done } from "./notice";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
/** The form that was sent last, and what is wrong in it, by the names of its fields. */
const refused = signal<{ form?: HTMLFormElement | null; errors: Record<string, string> }>({ errors: {} });

interface FormProps {
  /** The button's words. */
  submit: string;
  /** Sends the values. A `Problem` it throws is shown at its fields; what it returns stays as the success line. */
  send: (values: Record<string, string>) => Promise<string | void>;
  /** plain: not the main action of the page. */
  kind?: "primary" | "danger" | "plain";
  /** Beside the button. */
  extra?: ComponentChildren;
  children: ComponentChildren;
}

export function Form({ submit, send, kind = "primary", extra, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const done = useSignal("");
  const task = useTask();

  const controls = () => [...form.current!.elements].filter((one): one is Control => "name" in one && one.name !== "");
  const point = (found: Record<string, string>) => {
    refused.value = { form: form.current, errors: found };
    const first = controls().find((one) => found[one.name]);
    if (first) requestAnimationFrame(() => first.focus());
  };
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    done.value = "";
    const found = Object.fromEntries(controls().filter((one) => !one.validity.valid).map((one) => [one.name, complaint(one)]));
    point(found);
    if (Object.keys(found).length) return;
    const values = Object.fromEntries([...new FormData(form.current!)].map(([name, value]) => [name, String(value)]));
    await task.run(async () => {
      try {
        done.value = (await send(values)) ?? "";
      } catch (error) {
        if (error instanceof Problem) point(byField(error, controls()));
        throw error;
      }
    });
  };

  const { problem } = task;
  const shown = problem && (form.current === refused.value.form && Object.keys(refused.value.errors).length ? <p class="notice bad" role="alert">{sentence(problem)}</p> : <Failure problem={problem} />);
  return (
    <form ref={form} noValidate onSubmit={onSubmit}>
      {children}
      {shown}
      <div class="actions">
        <Button type="submit" kind={kind} busy={task.busy}>
          {submit}
        </Button>
        {extra}
      </div>
      <Done>{done.value}</Done>
    </form>
  );
}

function complaint(control: Control): string {
  const { valueMissing, typeMismatch, tooShort } = control.validity;
  if (valueMissing) return t("Please fill this in.");
  if (typeMismatch) return t("This does not look like an e-mail address.");
  if (tooShort) return t("At least {0} characters, please.", (control as HTMLInputElement).minLength);
  return control.validationMessage;
}

/** The API's paths ("recipients.0", "contact.email") at the fields named so, or named like their beginning or end. */
function byField(problem: Problem, controls: Control[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, message } of problem.errors) {
    const field = controls.find((one) => path === one.name || path.startsWith(`${one.name}.`) || path.endsWith(`.${one.name}`));
    if (field) found[field.name] ??= problem.code ? refusal(message) : message;
  }
  return found;
}

export interface FieldProps {
  label: string;
  name: string;
  hint?: ComponentChildren;
  /** Says "optional" after the label. */
  optional?: boolean;
}

type InputProps = FieldProps & Omit<LooseInputHTMLAttributes, "name" | "label">;

interface Wiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

/** A label, its control, a hint, and what is wrong with it. */
export function Labelled({ label, name, hint, optional, children }: FieldProps & { children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { form, errors } = refused.value;
  const error = box.current?.closest("form") === form ? errors[name] : undefined;
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <div class="field" ref={box}>
      <label for={id}>
        {label} {optional && <small>({t("optional")})</small>}
      </label>
      {children({ id, "aria-describedby": described, "aria-invalid": error ? true : undefined })}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function Field({ label, name, hint, optional, ...rest }: InputProps) {
  return (
    <Labelled {...{ label, name, hint, optional }}>
      {(wiring) => <input {...({ name, required: !optional, ...rest, ...wiring } as InputHTMLAttributes)} />}
    </Labelled>
  );
}

/** A password that may be looked at while it is typed. */
export function Password({ label, name, hint, ...rest }: InputProps) {
  const shown = useSignal(false);
  return (
    <Labelled {...{ label, name, hint }}>
      {(wiring) => (
        <span class="reveal">
          <input {...({ name, required: true, autocapitalize: "off", spellcheck: false, ...rest, ...wiring, type: shown.value ? "text" : "password" } as InputHTMLAttributes)} />
          <button type="button" aria-pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
            {shown.value ? t("Hide") : t("Show")}
          </button>
        </span>
      )}
    </Labelled>
  );
}

/** A password to be chosen. */
export const NewPassword = (props: InputProps) => (
  <Password autocomplete="new-password" hint={t("12 characters or more. A short sentence is easy to remember.")} minLength={12} maxLength={128} {...props} />
);

/** A code of the authenticator app, or a recovery code. */
export const CodeField = (props: Partial<InputProps>) => (
  <Field label={t("Code")} name="totp" autocomplete="one-time-code" autocapitalize="off" spellcheck={false} maxLength={40} {...props} />
);

/** Whose password it is, for password managers only. */
export const Username = ({ of = "" }: { of?: string }) => <input hidden name="username" autocomplete="username" value={of} readOnly />;
