/* Forms that may be sent once, buttons that wait for a reason or for a selection, filters that apply at once,
the demo's way in. */

import { all } from "./page.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of all("button:not([type=button])", form)) button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of all("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }
});

export function waitForReason(button) {
  const reason = document.getElementById(button.dataset.needs);
  const check = () => {
    button.disabled = !reason.value.trim();
  };
  reason.addEventListener("input", check);
  check();
}

const boxes = (name) => all(`input[type=checkbox][name="${CSS.escape(name)}"]:not(:disabled)`);

export function count(name) {
  const ticked = boxes(name).filter((box) => box.checked).length;
  for (const place of all(`[data-selected="${CSS.escape(name)}"]`)) place.textContent = ticked;
  for (const button of all(`[data-needs-selection="${CSS.escape(name)}"]`)) button.disabled = ticked === 0;
  for (const master of all(`[data-select-all="${CSS.escape(name)}"]`)) {
    master.checked = ticked > 0 && ticked === boxes(name).length;
    master.indeterminate = ticked > 0 && !master.checked;
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset.selectAll) for (const box of boxes(target.dataset.selectAll)) box.checked = target.checked;
  if (target.type === "checkbox") count(target.dataset.selectAll ?? target.name);
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]")) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const demo = event.target.closest("[data-fill]");
  if (demo) {
    const [email, password] = demo.dataset.fill.split("|");
    document.querySelector("form input[type=email], form input[type=text]").value = email;
    document.querySelector("form input[type=password]").value = password;
    document.querySelector("form .is-primary").focus();
  }
});
