/** Pages that are fetched when somebody goes there. */
import type { ComponentChildren } from "preact";
import { speak } from "../base/i18n";
import { Load, useLoad } from "../base/load";

interface LazyProps<M> {
  name: string;
  load: () => Promise<M>;
  children: (module: M) => ComponentChildren;
}

/** `<Lazy name="settings" load={() => import("./settings")}>{({ Settings }) => <Settings />}</Lazy>` */
export function Lazy<M>({ name, load, children }: LazyProps<M>) {
  const loaded = useLoad(`code:${name}`, async () => {
    const found = await load();
    await speak();
    return found;
  });
  return loaded.data ? <>{children(loaded.data)}</> : <main id="content"><Load from={loaded}>{() => null}</Load></main>;
}
