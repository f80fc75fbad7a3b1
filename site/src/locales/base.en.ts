/** What every page may need, and the way in: part of the first load. */
export default {
  /** What the API said: it speaks English. */
  refusal: (said: string) => said,
  tooMany: (minutes: number) => `Too many attempts. Please wait ${minutes > 1 ? `${minutes} minutes` : "a minute"}.`,
  privacy: "Privacy",
  terms: "Terms",
  support: "Help",
};
