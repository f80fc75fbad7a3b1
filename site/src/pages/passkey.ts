/** Passkeys: what the API tells in base64url becomes what the browser's authenticator wants, and back. */
import "../portal";
import { Problem } from "../api/call";

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

interface Creation {
  challenge: string;
  rp_id: string;
  rp_name: string;
  timeout?: number;
  user_id: string;
  user_name: string;
  user_display_name: string;
  algorithms: number[];
  exclude: string[];
}

/** Ask the browser; what it throws (the person turned away, or too late) is `otherwise` to us. */
async function asked<T>(work: () => Promise<Credential | null>, otherwise: string): Promise<{ id: string; response: T }> {
  try {
    return (await work()) as never;
  } catch {
    throw new Problem(0, "", otherwise);
  }
}

/** Have a passkey made. */
export async function makePasskey(of: Creation, otherwise: string) {
  const { response } = await asked<AuthenticatorAttestationResponse>(() => navigator.credentials.create({
    publicKey: {
      challenge: bytes(of.challenge),
      rp: { id: of.rp_id, name: of.rp_name },
      user: { id: bytes(of.user_id), name: of.user_name, displayName: of.user_display_name },
      pubKeyCredParams: of.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: of.exclude.map((id) => ({ type: "public-key", id: bytes(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      timeout: of.timeout,
    },
  }), otherwise);
  return { client_data_json: text(response.clientDataJSON), attestation_object: text(response.attestationObject) };
}

/** Have one of the person's passkeys sign, whichever the person chooses. */
export async function usePasskey(of: Pick<Creation, "challenge" | "rp_id" | "timeout">, otherwise: string) {
  const publicKey = { challenge: bytes(of.challenge), rpId: of.rp_id, userVerification: "required", timeout: of.timeout } as const;
  const { id, response } = await asked<AuthenticatorAssertionResponse>(() => navigator.credentials.get({ publicKey }), otherwise);
  return {
    id,
    user_handle: text(response.userHandle!),
    client_data_json: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  };
}
