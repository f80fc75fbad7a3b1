/** Actions of second rank behind one button: <Menu label="More"><button>…</button><a>…</a></Menu>. The browser's own popover. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export function Menu({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  const id = useId();
  return (
    <>
      <button type="button" class="opens" popovertarget={id}>
        {label}
      </button>
      <div class="menu" id={id} popover="auto" onClick={(event) => event.currentTarget.hidePopover()}>
        {children}
      </div>
    </>
  );
}
