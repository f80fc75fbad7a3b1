/** A QR code, dark on white in both schemes, with the margin that cameras need. */
import { useLoad } from "../base/load";

export function Qr({ text, label }: { text: string; label: string }) {
  const code = useLoad("code:qr", () => import("../base/qr")).data?.qrPath(text);
  const size = code?.size ?? 41;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`-4 -4 ${size + 8} ${size + 8}`} shape-rendering="crispEdges">
      <path d={code?.path} />
    </svg>
  );
}
