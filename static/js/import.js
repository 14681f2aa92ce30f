/* The preview of an import. Everything works without it: links open forms in their page, forms come back as typed.

  [data-open]         a link that opens a row's form in the row's place; one form is open at a time, and one that holds
                      unsaved words is not left: the person is led back to it
  [data-open-form]    the open form, in the row it stands for
  [data-keeps]        a form whose typed words must not be lost when another one is sent
  [data-close]        leaves the open form, its words included
  [data-focus="id"]   where the reader stands after the form has been sent
  [data-aside]        a control that only says how a button of the form works; it holds no words
  [data-then="/…"]    around a long job: the page to go to once it is done
*/
import { all } from "./portal/page.js";

const words = {
  unsaved: "Còn chữ chưa lưu ở đây. Lưu hoặc bấm “Thôi” rồi làm tiếp.",
  lost: "Chưa gửi được: mất kết nối. Chữ vẫn còn ở đây, bấm lưu lại.",
  broken: "Chưa lưu được: máy chủ báo lỗi. Chữ vẫn còn ở đây, bấm lưu lại.",
};

const dirty = (form) =>
  [...form.elements].some((control) => {
    if (!control.name || control.type === "hidden" || "aside" in control.dataset) return false;
    if (control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.tagName === "SELECT") {
      const first = [...control.options].findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(first, 0);
    }
    return "defaultValue" in control && control.value !== control.defaultValue;
  });

function say(form, sentence) {
  let note = form.querySelector("[data-note]");
  if (!note) {
    note = document.createElement("p");
    note.className = "note note-warning";
    note.dataset.note = "";
    note.setAttribute("role", "alert");
    form.prepend(note);
  }
  note.textContent = sentence;
  note.scrollIntoView({ block: "center" });
  form.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
}

/* Whether the person may go on: no other form holds words that are not saved. */
function free(but) {
  const held = all("form[data-keeps]").find((form) => form !== but && dirty(form));
  if (held) say(held, words.unsaved);
  return !held;
}

let left = false;
let focus = "";

document.addEventListener("htmx:beforeRequest", (event) => {
  const source = event.target;
  const opens = source.matches("[data-open]");
  if (!opens && !source.matches("form")) return;
  if (!free(opens ? null : source)) return event.preventDefault();
  focus = source.dataset.focus ?? "";
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { status } = event.detail.xhr;
  if (status === 409 || status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    focus = "";
  }
});

for (const [name, sentence] of [
  ["htmx:sendError", words.lost],
  ["htmx:responseError", words.broken],
]) {
  document.addEventListener(name, (event) => {
    if (event.target.matches("form")) say(event.target, sentence);
  });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.matches(".meaning")) return;
  const alert = document.querySelector("#draft [role=alert]");
  const form = document.querySelector("[data-open-form]");
  const field =
    form?.querySelector(":is(.has-error, .field:has(.problems)) :is(input:not([type=hidden]), textarea, select)") ??
    form?.querySelector("[name=name], [name=number]");
  if (alert && !form) alert.scrollIntoView({ block: "center" });
  else if (field) field.focus({ preventScroll: alert === null });
  else if (focus) document.getElementById(focus)?.querySelector("[data-open]")?.focus({ preventScroll: true });
  focus = "";
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches("[data-close]")) {
    left = true;
    if (link.pathname + link.search === location.pathname + location.search) {
      event.preventDefault();
      location.reload();
    }
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[hx-post]") && !free(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (!form.matches("[hx-post]")) left = true;
}, true);

addEventListener("beforeunload", (event) => {
  if (!left && all("form[data-keeps]").some(dirty)) event.preventDefault();
});

/* A long reading: on to the preview when the worker is done; reload to say why when it could not be read. */
const job = document.querySelector("[data-then] [data-job-url]");
if (job) {
  new MutationObserver(() => {
    const state = job.dataset.jobState;
    if (state === "done" || state === "failed") location.assign(job.closest("[data-then]").dataset.then);
  }).observe(job, { attributes: true, attributeFilter: ["data-job-state"] });
}

/* What was typed before the scripts had come is read too; htmx listens from here on, and came first. */
addEventListener("DOMContentLoaded", () => {
  for (const field of all("[hx-trigger^=input]")) {
    if (field.value !== field.defaultValue) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
