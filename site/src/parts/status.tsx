/** A status in words, with a dot whose colour only repeats them. */

export type Tone = "good" | "bad" | "warn" | "calm" | "news";

export const Status = ({ tone, children }: { tone: Tone; children: string }) => <span class={`status ${tone}`}>{children}</span>;
