/* Small helpers of the pages. Everything works without them; with them nothing typed is lost.

AUTOSAVE
  <form data-autosave data-url="/…" data-version="3">  each field inside <div class="field" data-field="result"> with
  <div class="field-state" data-state aria-live="polite"></div> and <ul class="problems" data-problems></ul>.
  A changed field is POSTed to data-url as  field, value, version  with header X-CSRFToken, one request at a time per form.
  Answers (JSON):
    200 {"saved_at": "09:41", "version": 4, "problems": {"percent": ["sentence", …]},
         "summary_html": "…", "fragments": {"element id": "…"}}
        problems replace those shown for the named fields; summary_html fills [data-summary]; fragments fill elements by id.
    409 {"conflict": {"by": "Chị Hoa", "at": "09:40", "theirs": "…"}, "version": 4}
        both texts are shown; keeping ours sends it again with the new version.
    400, 403, 423 {"message": "…"}  the sentence is shown at the field; what was typed stays.
    401, an answer that is no JSON, or a redirect: the session has ended. A link opens the sign-in page in a new tab;
        on return the page fetches a fresh CSRF token and saves again.
  A link or a form that leaves the page waits until its fields are saved; the browser asks only about what could not be.
  While something is pressed nothing on the page moves: what a save has to say is shown once it is let go.
  Until it is saved, what was typed lies in localStorage under unsaved:<person>:<data-url>:<field> and is offered after a reload.

FORMS AND ENDED SESSIONS
  What a form without autosave sends lies in sessionStorage until the next page has come. When that is the sign-in page, or
  one with [data-session-ended], the form's page shows it again after signing in: only to the same person, in the same tab.

OTHER ATTRIBUTES
  <form data-once>                       a second press does nothing
  <form data-autosubmit>                 filters: a changed select or date applies at once
  <button data-needs="id">               cannot be pressed while the field with that id is blank
  <input type="checkbox" data-select-all="name">   ticks every enabled checkbox of that name
  [data-selected="name"]                 shows how many are ticked; buttons with data-needs-selection="name" wait for one
  <span data-file-name>                  beside a file button in one's own words: names the chosen file
  <input type="file" data-upload="/…">   sends the file at once (field “file”), shows the share sent; answers as autosave
  <div data-job-url="/…">                a long job: {"state","done","total","message","result_url"} asked until it has ended
  <button data-toggle="II" aria-expanded>    folds the rows with data-under="II …"; [data-toggle-all] opens all
  <tbody data-more="8" data-more-label="Hiện {n} nhiệm vụ còn lại">   folds the rows after the eighth
  <button aria-controls="id" aria-expanded="false">   turns its aria-expanded; the style sheet shows or hides the rest
  [data-fill="e-mail|password"]          fills the sign-in form of the demo
*/
(() => {
  "use strict";

  const WAIT = 800;
  const words = {
    saving: "Đang lưu…",
    saved: (at) => `Đã lưu ${at}`,
    offline: "Chưa lưu được: mất kết nối. Chữ vẫn còn trên máy này.",
    expired: "Phiên làm việc đã hết hạn. Chữ vẫn còn trên máy này.",
    broken: (status) => `Chưa lưu được: máy chủ báo lỗi ${status}. Chữ vẫn còn trên máy này.`,
    signIn: "Đăng nhập lại",
    again: "Lưu lại",
    left: (at) => `Trên máy này còn chữ chưa lưu, gõ lúc ${at}.`,
    restore: "Dùng lại",
    forget: "Bỏ",
    conflict: (by, at) => `${by} vừa sửa ô này lúc ${at}`,
    mine: "Bản của tôi",
    theirs: (by) => `Bản của ${by}`,
    keepMine: "Giữ bản của tôi",
    takeTheirs: "Lấy bản kia",
    blank: "(để trống)",
    unsaved: (count) => `${count} ô chưa lưu được. Đừng đóng trang.`,
    ended: "Phiên làm việc đã hết hạn nên chưa ghi được. Chữ đã gõ còn ở dưới; xem lại rồi gửi lại.",
    endedFiles: "Tệp thì chọn lại.",
    uploadLost: "Chưa gửi được tệp: mất kết nối. Chọn lại tệp để gửi lại.",
    uploadRefused: (status) => `Chưa gửi được tệp: máy chủ báo lỗi ${status}. Chọn lại tệp để gửi lại.`,
    uploading: (share) => `Đang tải ${share}%`,
    jobStates: { queued: "Đang chờ", running: "Đang làm", done: "Đã xong", failed: "Không làm được" },
  };

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };
  const drawings = {
    saved: '<path d="m2.5 8.6 3.7 3.7 7.3-8.1" stroke-width="1.75"/>',
    saving: '<path d="M8 1.75A6.25 6.25 0 1 0 14.25 8"/>',
    failed:
      '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" stroke="none"/>' +
      '<path d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" stroke="#fff" stroke-width="1.75"/>',
  };
  const drawing = (name) =>
    make("template", {
      innerHTML:
        '<svg class="icon" aria-hidden="true" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" ' +
        `stroke-linecap="round" stroke-linejoin="round">${drawings[name]}</svg>`,
    }).content.firstChild;

  document.documentElement.classList.add("js");

  /* CSRF: the cookie cannot be read, so the token is that of the page, renewed from a fresh copy of it. */

  let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  async function renewToken() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!fresh) return false;
    token = fresh;
    for (const input of all("[name=csrfmiddlewaretoken]")) input.value = fresh;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    return true;
  }

  /* Keeping what was typed. */

  const keep = {
    key: (form, field) => `unsaved:${document.body.dataset.person}:${form.dataset.url}:${field}`,
    put(form, field, value) {
      try {
        const at = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
        localStorage.setItem(this.key(form, field), JSON.stringify({ value, at }));
      } catch {
        // Storage is full or forbidden: the text stays in the field.
      }
    },
    get(form, field) {
      try {
        return JSON.parse(localStorage.getItem(this.key(form, field)));
      } catch {
        return null;
      }
    },
    drop(form, field) {
      try {
        localStorage.removeItem(this.key(form, field));
      } catch {
        // Nothing was stored.
      }
    },
  };

  /* Autosave. */

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
        this.known.set(field, this.value(field));
        this.offer(field);
      }
    }

    controls(field) {
      return all(`[name="${CSS.escape(field)}"]`, this.form);
    }

    value(field) {
      const controls = this.controls(field);
      const first = controls[0];
      if (first.type === "radio") return controls.find((control) => control.checked)?.value ?? "";
      if (first.type === "checkbox") {
        const ticked = controls.filter((control) => control.checked).map((control) => control.value);
        return controls.length > 1 ? ticked.join(",") : (ticked[0] ?? "");
      }
      return first.value;
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
      try {
        answer = await fetch(this.form.dataset.url, {
          method: "POST",
          headers: { "X-CSRFToken": token, "X-Requested-With": "fetch", Accept: "application/json" },
          body: new URLSearchParams({ field, value, version: this.versions.get(field) ?? this.form.dataset.version }),
        });
      } catch {
        return this.fail(field, words.offline, true);
      }
      const data = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
      if (answer.status === 409 && data?.conflict) return this.dispute(field, value, data);
      if (answer.ok && data && !answer.redirected) return this.saved(field, value, data);
      if (data?.message && answer.status !== 401) return this.fail(field, data.message, false);
      if (answer.redirected || answer.ok || answer.status === 401 || answer.status === 403) {
        if (!renewed && (await renewToken().catch(() => false))) return this.send(field, value, true);
        return this.expire(field);
      }
      return this.fail(field, words.broken(answer.status), true);
    }

    saved(field, value, data) {
      this.versions.set(field, data.version);
      this.failed.delete(field);
      this.known.set(field, value);
      if (this.waiting.get(field) === value) {
        this.waiting.delete(field);
        keep.drop(this.form, field);
        this.say(field, "saved", words.saved(data.saved_at));
      }
      this.block(field)?.querySelector(".conflict")?.remove();
      for (const [name, sentences] of Object.entries(data.problems ?? {})) this.problems(name, sentences);
      fill(data);
      return true;
    }

    problems(field, sentences) {
      const block = this.block(field);
      const list = block?.querySelector("[data-problems]");
      if (!list) return;
      once(list, () => {
        list.replaceChildren(...sentences.map((text) => make("li", {}, drawing("failed"), make("span", {}, text))));
        block.classList.toggle("has-error", sentences.length > 0);
        for (const control of this.controls(field)) control.setAttribute("aria-invalid", String(sentences.length > 0));
      });
    }

    fail(field, sentence, again) {
      this.failed.add(field);
      const content = make("p", {}, sentence, " ");
      if (again) content.append(this.button(words.again, () => this.retry()));
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
      const block = this.block(field);
      block?.querySelector(".conflict")?.remove();
      const side = (label, text, action, act) =>
        make(
          "div",
          {},
          make("small", {}, label),
          make("blockquote", {}, text || words.blank),
          this.button(action, act, "button"),
        );
      const settle = (text) => {
        this.versions.set(field, version);
        this.show(field, text);
        this.waiting.set(field, text);
        block?.querySelector(".conflict")?.remove();
        this.retry();
      };
      block?.append(
        make(
          "div",
          { className: "conflict", role: "alert" },
          make("p", {}, words.conflict(conflict.by, conflict.at)),
          side(words.mine, value, words.keepMine, () => settle(this.value(field))),
          side(words.theirs(conflict.by), conflict.theirs, words.takeTheirs, () => settle(conflict.theirs)),
        ),
      );
      return true;
    }

    offer(field) {
      const left = keep.get(this.form, field);
      if (!left) return;
      if (left.value === this.value(field)) return keep.drop(this.form, field);
      const restore = this.button(words.restore, () => {
        this.show(field, left.value);
        this.waiting.set(field, left.value);
        this.save();
      });
      const forget = this.button(words.forget, () => {
        keep.drop(this.form, field);
        this.say(field, "", "");
      });
      this.say(field, "left", make("p", {}, words.left(left.at), " ", restore, " · ", forget));
    }

    button(text, act, className = "as-link") {
      const button = make("button", { type: "button", className }, text);
      button.addEventListener("click", act);
      return button;
    }
  }

  const autosaves = [];
  const unsaved = () => autosaves.reduce((sum, autosave) => sum + autosave.waiting.size, 0);

  function tell() {
    const failed = autosaves.reduce((sum, autosave) => sum + autosave.failed.size, 0);
    for (const place of all("[data-unsaved]")) {
      place.hidden = failed === 0;
      (place.querySelector("span") ?? place).textContent = failed ? words.unsaved(failed) : "";
    }
  }

  /* Nothing moves under a finger: what changes the page waits until what is being pressed is let go, else the press
     ends beside the link it began on and is lost. A tap's click comes a moment after the finger has left. */

  const TAP = 60;
  let pressed = false;
  const held = new Map(); // element → the last change of it that waits

  function once(element, change) {
    if (pressed) held.set(element, change);
    else change();
  }

  function release() {
    pressed = false;
    for (const change of held.values()) change();
    held.clear();
    tell();
  }
  addEventListener("pointerdown", (event) => (pressed ||= event.button === 0), true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release, TAP), true);
  addEventListener("pointermove", (event) => pressed && !event.buttons && release(), true); // let go outside the window

  /* The focus stays on the control it was on. */
  function renew(place, html) {
    once(place, () => {
      const controls = () => all("a, button, input, summary", place);
      const at = controls().indexOf(document.activeElement);
      place.innerHTML = html;
      if (at >= 0) controls()[at]?.focus();
    });
  }

  function fill({ summary_html: summary, fragments = {} }) {
    for (const place of summary === undefined ? [] : all("[data-summary]")) renew(place, summary);
    for (const [id, html] of Object.entries(fragments)) {
      const place = document.getElementById(id);
      if (place) renew(place, html);
    }
    tell();
  }

  const retryAll = () => {
    for (const autosave of autosaves) if (autosave.failed.size && !document.querySelector(".conflict")) autosave.retry();
  };
  addEventListener("online", retryAll);
  addEventListener("focus", retryAll);
  addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });

  /* Whatever leaves the page waits until its fields are saved. */

  const saveAll = () => Promise.all(autosaves.map((autosave) => autosave.retry()));

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !unsaved()) return;
    event.preventDefault();
    const saved = await saveAll();
    // Saving may have put a new copy of the form into its place.
    const now = form.isConnected ? form : [...document.forms].find((copy) => copy.action === form.action);
    if (saved.every(Boolean)) now?.requestSubmit(now === form ? event.submitter : null);
    else document.querySelector('[data-is="failed"]')?.scrollIntoView({ block: "center" });
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !unsaved() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const here = link.hash && link.href.split("#")[0] === location.href.split("#")[0];
    if (here || link.target || link.origin !== location.origin) return;
    event.preventDefault();
    await saveAll();
    location.assign(link.href); // the browser asks first when something could not be saved
  });

  /* Forms that may be sent once. */

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

  /* Forms whose session has ended. */

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

  function showSent() {
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

  /* Buttons that wait for a reason or for a selection. */

  function waitForReason(button) {
    const reason = document.getElementById(button.dataset.needs);
    const check = () => {
      button.disabled = !reason.value.trim();
    };
    reason.addEventListener("input", check);
    check();
  }

  const boxes = (name) => all(`input[type=checkbox][name="${CSS.escape(name)}"]:not(:disabled)`);

  function count(name) {
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

  /* Filters apply at once. */

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosubmit]")) form.requestSubmit();
  });

  /* Uploads. */

  function upload(input) {
    const place = input.closest("[data-field]")?.querySelector("[data-state]");
    const say = (is, text) => {
      if (!place) return;
      place.dataset.is = is;
      place.replaceChildren(drawing(is), text);
    };
    const body = new FormData();
    for (const file of input.files) body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", input.dataset.upload);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => say("saving", words.uploading(Math.round((100 * loaded) / total)));
    request.onerror = () => say("failed", words.uploadLost);
    request.onload = () => {
      const data = request.response;
      if (request.status >= 400 || !data) return say("failed", data?.message ?? words.uploadRefused(request.status));
      say("saved", words.saved(data.saved_at));
      fill(data);
    };
    request.send(body);
    input.value = "";
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("input[type=file]") || !target.files.length) return;
    const name = target.closest(".file-field")?.querySelector("[data-file-name]");
    if (name) name.textContent = [...target.files].map((file) => file.name).join(", ");
    if (target.matches("[data-upload]")) upload(target);
  });

  /* Long jobs. */

  async function follow(job) {
    for (let pause = 1000; ; pause = Math.min(pause * 1.2, 5000)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const answer = await fetch(job.dataset.jobUrl, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || answer.redirected) continue;
      const { state, done, total, message, result_url: result } = await answer.json();
      const bar = job.querySelector("progress");
      const ended = state === "done" || state === "failed";
      job.dataset.jobState = state;
      job.querySelector("[data-job-badge] span span").textContent = words.jobStates[state];
      job.querySelector("[data-job-message]").textContent = state === "running" || state === "failed" ? message : "";
      job.querySelector("[data-job-count]").textContent = total && !ended ? `${done}/${total}` : "";
      bar.max = total || 1;
      bar.value = done ?? 0;
      if (!ended) continue;
      bar.hidden = true;
      job.querySelector("[data-job-badge] .icon")?.replaceWith(drawing(state === "done" ? "saved" : "failed"));
      const link = job.querySelector("[data-job-result]");
      if (state === "done" && result && link) {
        link.href = result;
        link.hidden = false;
      }
      if (state === "done" && "jobReload" in job.dataset) location.reload();
      return;
    }
  }
  /* Folded rows. */

  function fold() {
    const closed = all('[data-toggle][aria-expanded="false"]').map((button) => button.dataset.toggle);
    for (const row of all("[data-under]")) {
      row.hidden = row.dataset.under.split(" ").some((group) => closed.includes(group));
    }
  }

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") === "false"));
      fold();
    }
    const opener = event.target.closest("[aria-controls][aria-expanded]");
    if (opener) opener.setAttribute("aria-expanded", String(opener.getAttribute("aria-expanded") === "false"));
    for (const menu of all(".band details[open]")) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.closest("[data-toggle-all]")) {
      for (const button of all("[data-toggle]")) button.setAttribute("aria-expanded", "true");
      fold();
    }
    const demo = event.target.closest("[data-fill]");
    if (demo) {
      const [email, password] = demo.dataset.fill.split("|");
      document.querySelector("form input[type=email], form input[type=text]").value = email;
      document.querySelector("form input[type=password]").value = password;
      document.querySelector("form .is-primary").focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all(".band details[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  function shorten(body) {
    const rest = [...body.rows].slice(Number(body.dataset.more));
    if (rest.length < 2) return;
    for (const row of rest) row.hidden = true;
    const button = make("button", { type: "button", className: "as-link" });
    button.textContent = body.dataset.moreLabel.replace("{n}", rest.length);
    const cell = make("td", { colSpan: 20 }, button);
    const line = make("tr", { className: "more" }, cell);
    button.addEventListener("click", () => {
      for (const row of rest) row.hidden = false;
      line.remove();
      rest[0].querySelector("a, button, input")?.focus();
    });
    body.append(line);
  }

  /* The page, and later every part of it that htmx brings. */

  const bound = new WeakSet();

  function bind(root) {
    const each = (selector, act) => {
      for (const element of [...(root.matches(selector) ? [root] : []), ...all(selector, root)]) {
        if (bound.has(element)) continue;
        bound.add(element);
        act(element);
      }
    };
    each("form[data-autosave]", (form) => autosaves.push(new Autosave(form)));
    each("[data-needs]", waitForReason);
    each("[data-select-all]", (master) => count(master.dataset.selectAll));
    each("[data-job-url]", follow);
    each("tbody[data-more]", shorten);
    if (root.querySelector("[data-under]")) fold();
  }

  bind(document.body);
  showSent();
  document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
})();
