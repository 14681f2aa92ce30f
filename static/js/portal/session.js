/* Forms whose session has ended: what was sent lies in sessionStorage until the next page has come. When that is the
sign-in page, or one with [data-session-ended], the form's page shows it again after signing in: only to the same person,
in the same tab. */

import { drawing, make } from "./page.js";
import { words } from "./words.js";

const SENT = "sent-form";
const typedControls = (form) =>
  [...form.elements].filter(
    (control) => control.name && !["hidden", "password", "file", "submit", "button"].includes(control.type),
  );
const actionOf = (form) => form.getAttribute("action") ?? "";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { person } = document.body.dataset;
  if (event.defaultPrevented || !person || form.method !== "post") return;
  const values = typedControls(form)
    .filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked)
    .map((control) => [control.name, control.value]);
  const sent = { person, page: location.pathname + location.search, action: actionOf(form), values };
  try {
    if (values.length) sessionStorage.setItem(SENT, JSON.stringify(sent));
  } catch {
    // Storage is full or forbidden: going back in the browser still shows the text.
  }
});

export function showSent() {
  let sent = null;
  try {
    sent = JSON.parse(sessionStorage.getItem(SENT));
    if (!sent) return;
    const { person } = document.body.dataset;
    if (!person || document.querySelector("[data-session-ended]")) {
      return sessionStorage.setItem(SENT, JSON.stringify({ ...sent, ended: true }));
    }
    sessionStorage.removeItem(SENT);
    if (!sent.ended || sent.person !== person || sent.page !== location.pathname + location.search) return;
  } catch {
    return;
  }
  const names = sent.values.map(([name]) => name);
  const form = [...document.forms].find(
    (form) => actionOf(form) === sent.action && names.every((name) => form.elements.namedItem(name)),
  );
  if (!form) return;
  const now = JSON.stringify([...new FormData(form)].filter(([name]) => names.includes(name)));
  if (now === JSON.stringify(sent.values)) return;
  for (const control of typedControls(form)) {
    const mine = sent.values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(control.type)) control.checked = mine.includes(control.value);
    else if (mine.length) control.value = mine[0];
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const files = form.querySelector("input[type=file]") ? ` ${words.endedFiles}` : "";
  const note = make("p", { className: "note note-warning" }, drawing("failed"), make("span", {}, words.ended + files));
  note.setAttribute("role", "status");
  form.closest("details")?.setAttribute("open", "");
  form.prepend(note);
  note.scrollIntoView({ block: "center" });
}
