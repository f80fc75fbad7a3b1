/** The discussion of an estimate, invoice or subscription. */
import { call } from "../api/call";
import { face } from "../api/portal";
import { useList } from "../base/load";
import { Discussion } from "../parts/talk";

export function Comments({ of, id }: { of: "estimate" | "invoice" | "subscription"; id: string }) {
  // One name for three routes that are alike.
  const path = `/portal/${of}s/{${of}_id}/comments` as "/portal/invoices/{invoice_id}/comments";
  const input = { [`${of}_id`]: id } as { invoice_id: string };
  return <Discussion from={useList(`GET ${path}`, input)} merchant={face.value!.name} send={(text) => call(`POST ${path}`, { ...input, body: { text } })} />;
}
