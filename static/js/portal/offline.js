/* What was typed stays on this machine until it is saved: under unsaved:<person>:<data-url>:<field> in localStorage. */

export const keep = {
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

/* Calls `retry` when the connection is back and when the person comes back to the page. */
export function whenBack(retry) {
  addEventListener("online", retry);
  addEventListener("focus", retry);
}
