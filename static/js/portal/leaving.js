/* Whatever leaves the page waits until its fields are saved; the browser asks only about what could not be. */

import { saveAll, unsaved } from "./autosave.js";

async function saveThenSend(form, submitter) {
  if (!(await saveAll())) return document.querySelector('[data-is="failed"]')?.scrollIntoView({ block: "center" });
  // Saving may have put a new copy of the form into its place.
  const now = form.isConnected ? form : [...document.forms].find((copy) => copy.action === form.action);
  now?.requestSubmit(now === form ? submitter : null);
}

// Before all others hear of it: a form that may be sent once has not been sent yet.
document.addEventListener("submit", (event) => {
  if (!unsaved() || event.target.matches("[data-autosave]")) return;
  event.preventDefault();
  saveThenSend(event.target, event.submitter);
}, true);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !unsaved() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const here = link.hash && link.href.split("#")[0] === location.href.split("#")[0];
  if (here || link.target || link.origin !== location.origin) return;
  event.preventDefault();
  await saveAll();
  location.assign(link.href); // the browser asks first when something could not be saved
});

addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});
