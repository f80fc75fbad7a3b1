/** The names of customers, for lists that only know their ids. */
import { call } from "../api/call";
import { onForget } from "../api/session";
import { useLoad } from "../base/load";

const known = new Map<string, string>();
onForget(() => known.clear());

/** A customer was seen or changed. */
export const remember = (customer: { id: string; display_name: string }): void => void known.set(customer.id, customer.display_name);

async function learn(ids: string[]): Promise<true> {
  const missing = () => ids.filter((id) => !known.has(id));
  // One page of customers names most of them; the rest is asked for one by one.
  if (missing().length > 1) (await call("GET /merchant/customers", { limit: 100 })).items.forEach(remember);
  await Promise.all(missing().map(async (id) => remember(await call("GET /merchant/customers/{customer_id}", { customer_id: id }))));
  return true;
}

/** `const name = useNames(rows)`, then `name(row.customer_id)`: empty until it is known. */
export function useNames(rows: Array<{ customer_id: string }> | undefined): (id: string) => string {
  const ids = [...new Set(rows?.map((row) => row.customer_id))];
  useLoad(ids.length ? `names:${ids.join()}` : "", () => learn(ids));
  return (id) => known.get(id) ?? "…";
}
