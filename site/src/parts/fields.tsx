/** Fields for more than a line: a choice, a text. */
import type { ComponentChildren, SelectHTMLAttributes, TextareaHTMLAttributes } from "preact";
import { Labelled, type FieldProps } from "./form";

type SelectProps = FieldProps & Omit<SelectHTMLAttributes, "name" | "label"> & { children: ComponentChildren };
type AreaProps = FieldProps & Omit<TextareaHTMLAttributes, "name" | "label">;

export function Select({ label, name, hint, optional, children, ...rest }: SelectProps) {
  return (
    <Labelled {...{ label, name, hint, optional }}>
      {(wiring) => (
        <select {...({ name, ...rest, ...wiring } as SelectHTMLAttributes)}>
          {children}
        </select>
      )}
    </Labelled>
  );
}

export function TextArea({ label, name, hint, optional, ...rest }: AreaProps) {
  return (
    <Labelled {...{ label, name, hint, optional }}>
      {(wiring) => <textarea name={name} required={!optional} rows={4} {...rest} {...wiring} />}
    </Labelled>
  );
}
