/** Any picture a browser can read becomes a PNG here, small enough for the API: the canvas keeps pixels and nothing else. */
import { useRef } from "preact/hooks";
import { call, Problem } from "../api/call";
import { figure } from "../base/format";
import { forgetAnswers } from "../base/load";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { wear, type Organization } from "./session";

const LARGEST = 512 * 1024;
/** More than any screen or page shows. */
const BOX = { width: 960, height: 480 };
const KINDS = "image/png,image/jpeg,image/webp,image/gif,image/avif";

export function LogoUpload({ of }: { of: Organization }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useSignal<Blob | undefined>(undefined);
  const facts = useSignal("");
  const wrong = useSignal("");
  const task = useTask();
  const choose = async (file: File | undefined) => {
    picture.value = undefined;
    facts.value = wrong.value = "";
    if (!file) return;
    try {
      picture.value = await shrink(await createImageBitmap(file), canvas.current!);
      if (picture.value) facts.value = d("{0} × {1} pixels, {2}", canvas.current!.width, canvas.current!.height, `${figure(Math.ceil(picture.value.size / 1024))} KB`);
      else wrong.value = d("This picture does not fit into 512 KB. Please choose another.");
    } catch {
      wrong.value = d("This browser cannot read the file as a picture. Please choose another.");
    }
  };
  const send = async () => {
    if (!picture.value) throw new Problem(422, "", "", [{ path: "content", message: wrong.value || d("This browser cannot read the file as a picture. Please choose another.") }]);
    wear(await call("POST /merchant/organization/logo", { body: { content: await base64(picture.value) } }));
    forgetAnswers();
    picture.value = undefined;
    facts.value = "";
    return d("Your new logo is in place.");
  };
  const remove = async () => {
    wear(await call("DELETE /merchant/organization/logo"));
    forgetAnswers();
  };
  return (
    <>
      {of.logo_url && !picture.value && (
        <div class="logo between">
          <img src={of.logo_url} alt={of.name} />
          <Button busy={task.busy} onClick={() => task.run(remove)}>{d("Remove logo")}</Button>
        </div>
      )}
      <Failure problem={task.problem} />
      <Form submit={d("Upload logo")} kind="plain" send={send}>
        <Field label={d("Logo")} name="content" type="file" accept={KINDS} hint={facts.value || undefined} onChange={(event: Event) => choose((event.currentTarget as HTMLInputElement).files?.[0])} />
        <div role="status">{wrong.value && <p class="notice bad">{wrong.value}</p>}</div>
        <p class="logo" hidden={!picture.value}>
          <canvas ref={canvas} aria-hidden="true" />
        </p>
      </Form>
    </>
  );
}

/** Draw it into the box, smaller each time, until its PNG fits. */
async function shrink(image: ImageBitmap, canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  let scale = Math.min(1, BOX.width / image.width, BOX.height / image.height);
  for (let tries = 0; tries < 8; tries++, scale *= 0.75) {
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const pen = canvas.getContext("2d")!;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (png && png.size <= LARGEST) return png;
  }
  return undefined;
}

const base64 = (blob: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
