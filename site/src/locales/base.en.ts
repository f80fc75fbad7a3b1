/** What every page may need, and the way in: it comes with the first page. */
export default {
  links: { support: "Help", privacy: "Privacy", terms: "Terms" },
};
