/** Actions of second rank behind one button: <Menu label="More"><button>…</button><a>…</a></Menu>. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Menu({ label, children }: { label: string; children: ComponentChildren }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const box = menu.current!;
      const escape = event instanceof KeyboardEvent;
      if (!box.open || (escape && event.key !== "Escape") || (!escape && box.contains(event.target as Node))) return;
      box.open = false;
      if (escape) box.querySelector("summary")!.focus();
    };
    for (const kind of ["click", "keydown", "focusin"]) addEventListener(kind, close);
    return () => {
      for (const kind of ["click", "keydown", "focusin"]) removeEventListener(kind, close);
    };
  }, []);
  return (
    <details class="menu" ref={menu}>
      <summary class="button">{label}</summary>
      <div onClick={() => (menu.current!.open = false)}>{children}</div>
    </details>
  );
}
