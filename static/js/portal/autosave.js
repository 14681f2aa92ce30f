/* Fields that are saved as they are typed, one request at a time per form (see portal.js). */

import { settled, dispute } from "./conflict.js";
import { keep, whenBack } from "./offline.js";
import { all, button, drawing, drawings, make } from "./page.js";
import { once } from "./press.js";
import { renewToken, token } from "./token.js";
import { words } from "./words.js";

const WAIT = 800;
const AS_IT_IS = ["value", "checked"];
const AS_SENT = ["defaultValue", "defaultChecked"]; // what the page came with

class Autosave {
  constructor(form) {
    this.form = form;
    this.versions = new Map(); // field → what this form last heard of it; the others are as old as the page
    this.waiting = new Map(); // field → value still to be saved
    this.failed = new Set();
    this.timers = new Map();
    this.running = null;
    this.known = new Map(); // field → what the server has
    form.addEventListener("input", (event) => this.typed(event.target, WAIT));
    form.addEventListener("change", (event) => this.typed(event.target, 0));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.retry();
    });
    for (const field of new Set(all("[data-field] [name]", form).map((control) => control.name))) {
      this.known.set(field, this.value(field, AS_SENT));
      if (this.value(field) === this.known.get(field)) this.offer(field);
      else this.typed(this.controls(field)[0], 0); // typed before this script had come
    }
  }

  controls(field) {
    return all(`[name="${CSS.escape(field)}"]`, this.form);
  }

  value(field, [value, checked] = AS_IT_IS) {
    const controls = this.controls(field);
    const ticked = controls.filter((control) => control[checked]).map((control) => control.value);
    if (controls[0].type === "checkbox" && controls.length > 1) return ticked.join(",");
    if (["checkbox", "radio"].includes(controls[0].type)) return ticked[0] ?? "";
    return controls[0].matches("textarea") ? controls[0][value] : controls[0][value].replace(/[\r\n]/g, "");
  }

  show(field, value) {
    for (const control of this.controls(field)) {
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value.split(",").includes(control.value);
      else control.value = value;
    }
  }

  block(field) {
    return this.controls(field)[0]?.closest("[data-field]");
  }

  say(field, is, ...content) {
    const place = this.block(field)?.querySelector("[data-state]");
    if (!place) return;
    once(place, () => {
      place.dataset.is = is;
      place.replaceChildren(...(drawings[is] ? [drawing(is)] : []), ...content);
    });
  }

  typed(control, delay) {
    const field = control.name;
    if (!field || control.type === "file" || field === "csrfmiddlewaretoken") return;
    const value = this.value(field);
    if (value === this.known.get(field) && !this.waiting.has(field)) return;
    if (value === this.waiting.get(field) && !this.timers.has(field)) return;
    this.failed.delete(field);
    this.waiting.set(field, value);
    keep.put(this.form, field, value);
    clearTimeout(this.timers.get(field));
    this.timers.set(field, setTimeout(() => this.save(), delay));
  }

  /* Saves everything that waits, one field after the other. Resolves to true when nothing is left. */
  save() {
    this.running ??= this.drain().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async drain() {
    for (let next = this.next(); next; next = this.next()) {
      if (!(await this.send(...next))) break;
    }
    tell();
    return this.waiting.size === 0;
  }

  next() {
    return [...this.waiting].find(([field]) => !this.failed.has(field));
  }

  async send(field, value, renewed = false) {
    clearTimeout(this.timers.get(field));
    this.timers.delete(field);
    this.say(field, "saving", words.saving);
    let answer;
    let told;
    try {
      answer = await fetch(this.form.dataset.url, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "fetch", Accept: "text/html, application/json" },
        body: new URLSearchParams({ field, value, version: this.versions.get(field) ?? this.form.dataset.version }),
      });
      told = await answer.text();
    } catch {
      return this.fail(field, words.offline, true);
    }
    if (answer.ok && answer.headers.has("Saved-At")) return this.saved(field, value, answer.headers, told);
    const data = answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(told) : null;
    if (answer.status === 409 && data?.conflict) return this.dispute(field, value, data);
    if (data?.message && answer.status !== 401) return this.fail(field, data.message, false);
    if (answer.redirected || answer.ok || answer.status === 401 || answer.status === 403) {
      if (!renewed && (await renewToken().catch(() => false))) return this.send(field, value, true);
      return this.expire(field);
    }
    return this.fail(field, words.broken(answer.status), true);
  }

  saved(field, value, headers, parts) {
    this.versions.set(field, headers.get("Saved-Version"));
    this.failed.delete(field);
    this.known.set(field, value);
    if (this.waiting.get(field) === value) {
      this.waiting.delete(field);
      keep.drop(this.form, field);
      this.say(field, "saved", words.saved(headers.get("Saved-At")));
    }
    settled(this.block(field));
    fill(parts);
    return true;
  }

  /* Says of every field whether something is wrong in it, as its list of problems does. */
  mark() {
    for (const list of all("[data-field] .problems", this.form)) {
      const block = list.closest("[data-field]");
      const wrong = list.children.length > 0;
      block.classList.toggle("has-error", wrong);
      for (const control of this.controls(block.dataset.field)) control.setAttribute("aria-invalid", String(wrong));
    }
  }

  fail(field, sentence, again) {
    this.failed.add(field);
    const content = make("p", {}, sentence, " ");
    if (again) content.append(button(words.again, () => this.retry()));
    this.say(field, "failed", content);
    // A refusal concerns this field only; a broken line concerns all that follow.
    return !again;
  }

  expire(field) {
    this.failed.add(field);
    const link = make("a", { href: document.body.dataset.signIn, target: "_blank", rel: "noopener" }, words.signIn);
    this.say(field, "failed", make("p", {}, words.expired, " ", link));
    return false;
  }

  retry() {
    this.failed.clear();
    return this.save();
  }

  dispute(field, value, { conflict, version }) {
    this.failed.add(field);
    this.say(field, "");
    const settle = (text) => {
      this.versions.set(field, version);
      this.show(field, text);
      this.waiting.set(field, text);
      settled(this.block(field));
      this.retry();
    };
    dispute(this.block(field), conflict, value, {
      keepMine: () => settle(this.value(field)),
      takeTheirs: () => settle(conflict.theirs),
    });
    return true;
  }

  offer(field) {
    const left = keep.get(this.form, field);
    if (!left) return;
    if (left.value === this.value(field)) return keep.drop(this.form, field);
    const restore = button(words.restore, () => {
      this.show(field, left.value);
      this.waiting.set(field, left.value);
      this.save();
    });
    const forget = button(words.forget, () => {
      keep.drop(this.form, field);
      this.say(field, "", "");
    });
    this.say(field, "left", make("p", {}, words.left(left.at), " ", restore, " · ", forget));
  }
}

const autosaves = [];
export const unsaved = () => autosaves.reduce((sum, autosave) => sum + autosave.waiting.size, 0);

export function tell() {
  const failed = autosaves.reduce((sum, autosave) => sum + autosave.failed.size, 0);
  for (const place of all("[data-unsaved]")) {
    place.hidden = failed === 0;
    (place.querySelector("span") ?? place).textContent = failed ? words.unsaved(failed) : "";
  }
}

export const autosave = (form) => autosaves.push(new Autosave(form));

/* Tries whatever waits once more. Resolves to true when nothing is left. */
export const saveAll = async () => (await Promise.all(autosaves.map((autosave) => autosave.retry()))).every(Boolean);

/* Whether somebody is typing in this part of the page, or has typed what is not saved yet. */
const inUse = (place) =>
  all("input:not([type=hidden]), textarea, select", place).some(
    (control) =>
      control === document.activeElement ||
      autosaves.some(({ form, waiting }) => form === control.form && waiting.has(control.name)),
  );

/* Puts the parts of the page an answer brings into their places, but for a part that is in use. */
export function fill(parts) {
  const brought = make("template", { innerHTML: parts }).content;
  for (const part of all("[data-part]", brought)) {
    const place = document.getElementById(part.dataset.part);
    if (place) once(place, () => inUse(place) || htmx.swap(place, part.innerHTML, { swapStyle: "innerHTML" }));
  }
  once(document.body, () => {
    for (const autosave of autosaves) autosave.mark();
    tell();
  });
}

whenBack(() => {
  for (const autosave of autosaves) if (autosave.failed.size && !document.querySelector(".conflict")) autosave.retry();
});
