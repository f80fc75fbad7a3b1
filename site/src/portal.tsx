/** The client portal: the doors (sign in, accept, forgot, reset) at once, the rooms behind them when somebody is let in; one is open to all. */
import { mount, signal } from "./base/state";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { problemOf, type Problem } from "./api/call";
import { face, openPortal, portal, settle } from "./api/portal";
import { bearer, signedIn } from "./api/session";
import { applyBrand } from "./base/brand";
import { speak, speakRooms } from "./base/i18n";
import { go, here, startRouter } from "./base/router";
import { Broken, Closed, Unknown, WhichPortal } from "./pages/away";
import { doors } from "./pages/doors";

const house = signal<(() => ComponentChildren) | undefined>(undefined);
/** The pages that are open to all, by the beginning of their address. */
type Open = keyof typeof import("./pages/seldom").open;
/** Whether somebody was let in. */
const ready = signal(false);
const failure = signal<Problem | undefined>(undefined);

async function openRooms(toAll: Open | undefined): Promise<void> {
  try {
    const [found] = await Promise.all([toAll ? import("./pages/seldom").then(({ open }) => open[toAll]) : import("./pages").then(({ House }) => House), toAll || bearer(), speakRooms()]);
    await settle();
    house.value = found;
    ready.value = !toAll;
  } catch (error) {
    if (toAll || signedIn.value) failure.value = problemOf(error);
  }
}

function App() {
  const { path, query } = here.value;
  const Door = doors[path as keyof typeof doors];
  const toAll = /^\/(verify|subscribe)(?=\/|$)/.exec(path)?.[1] as Open | undefined;
  const locked = signedIn.value === false && !Door && !toAll;
  useEffect(() => {
    if (!locked) return;
    ready.value = false;
    const target = path + (query.size ? `?${query}` : "");
    go(`/sign-in${target === "/" ? "" : `?to=${encodeURIComponent(target)}`}`, true);
  }, [locked]);
  useEffect(() => {
    if (toAll ? face.value : face.value?.enabled && signedIn.value) void openRooms(toAll);
  }, [face.value, signedIn.value, toAll]);

  if (failure.value) return failure.value.missing ? <Unknown /> : <Broken problem={failure.value} />;
  if (!face.value || locked) return null;
  if (toAll) return house.value ? <house.value /> : null;
  if (!face.value.enabled) return <Closed />;
  if (Door) return <Door />;
  return house.value && ready.value ? <house.value /> : null;
}

function start(): void {
  if (!portal || portal === "sign-in") {
    startRouter("");
    applyBrand("");
    void speak(navigator.language).then(() => mount(() => <WhichPortal />));
    return;
  }
  startRouter(`/${portal}`);
  openPortal().catch((error: unknown) => (failure.value = problemOf(error)));
  // The rooms are fetched while the person still types the password.
  addEventListener("input", () => void Promise.all([import("./pages"), speakRooms()]), { once: true });
  mount(() => <App />);
}

start();
