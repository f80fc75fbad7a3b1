/** Two revisions of an estimate side by side. */
import { useGet } from "../base/load";
import { Comparison } from "../parts/comparison";
import { OnePage } from "../parts/rooms";
import { w } from "./words";

export const Compare = ({ id }: { id: string }) => (
  <OnePage from={useGet("GET /portal/estimates/{estimate_id}", { estimate_id: id })} title={w("Revisions")} named={({ number }) => w("Estimate {0}", number!)} up={[`/estimates/${id}`, w("Estimate")]}>
    {({ revisions }) => <Comparison of={revisions} />}
  </OnePage>
);
