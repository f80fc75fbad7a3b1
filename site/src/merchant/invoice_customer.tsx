/** Choose a customer by typing a part of the name: a combobox as the ARIA practices describe it. */
import { useEffect, useId, useRef } from "preact/hooks";
import type { Answer } from "../api/call";
import { useGet } from "../base/load";
import { useSignal } from "../base/state";
import { Labelled } from "../parts/form";
import { d } from "./desk";
import { remember } from "./names";

export type Customer = Answer<"GET /merchant/customers">["items"][number];

interface PickerProps {
  name: string;
  /** The id of who is chosen. */
  value: string;
  placeholder?: string;
  hint?: string;
  required?: boolean;
  onChoose: (customer: Customer | undefined) => void;
}

export function CustomerPicker({ name, value, placeholder, hint, required, onChoose }: PickerProps) {
  const list = useId();
  const text = useSignal<string | undefined>(undefined);
  const query = useSignal("");
  const open = useSignal(false);
  const at = useSignal(0);
  const waiting = useRef(0);
  const chosen = useGet("GET /merchant/customers/{customer_id}", { customer_id: value }, !!value).data;
  const found = useGet("GET /merchant/customers", { q: query.value, limit: 8 }, open.value);
  const rows = open.value ? found.data?.items : undefined;
  useEffect(() => () => clearTimeout(waiting.current), []);
  useEffect(() => {
    if (open.value) document.getElementById(`${list}-${at.value}`)?.scrollIntoView({ block: "nearest" });
  }, [at.value]);

  const type = (typed: string) => {
    text.value = typed;
    open.value = true;
    at.value = 0;
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => (query.value = typed.trim()), 200) as unknown as number;
    if (value) onChoose(undefined);
  };
  const choose = (customer: Customer) => {
    remember(customer);
    text.value = customer.display_name;
    open.value = false;
    onChoose(customer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const last = (rows?.length ?? 0) - 1;
    if (step) {
      if (open.value) at.value = Math.max(0, Math.min(last, at.value + step));
      open.value = true;
    } else if (event.key === "Enter") {
      if (rows?.[at.value]) choose(rows[at.value]!);
    } else {
      if (event.key === "Escape") open.value = false;
      return;
    }
    event.preventDefault();
  };
  return (
    <div class="picker" onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node) && (open.value = false)}>
      <Labelled label={d("Customer")} name={name} hint={hint}>
        {(wiring) => (
          <input
            {...wiring}
            name={name}
            required={required}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={!!rows}
            aria-controls={list}
            aria-activedescendant={rows?.length ? `${list}-${at.value}` : undefined}
            autocomplete="off"
            spellcheck={false}
            placeholder={placeholder}
            value={text.value ?? chosen?.display_name ?? ""}
            onInput={(event) => type(event.currentTarget.value)}
            onClick={() => (open.value = true)}
            onKeyDown={onKeyDown}
          />
        )}
      </Labelled>
      <p class="hidden" role="status">{rows && (rows.length ? d("1 customer found|{0} customers found", rows.length) : d("No customer of this name."))}</p>
      <ul id={list} role="listbox" aria-label={d("Customer")} hidden={!rows?.length}>
        {rows?.map((customer, n) => (
          <li id={`${list}-${n}`} role="option" aria-selected={n === at.value} onPointerDown={(event) => (event.preventDefault(), choose(customer))}>
            {customer.display_name}
            {customer.email && <small>{customer.email}</small>}
          </li>
        ))}
      </ul>
      {rows?.length === 0 && <p class="hint" aria-hidden="true">{d("No customer of this name.")}</p>}
    </div>
  );
}
