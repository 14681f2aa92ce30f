/* Finding and making elements. */

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const make = (tag, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
};
export const drawings = {
  saved: '<path d="m2.5 8.6 3.7 3.7 7.3-8.1" stroke-width="1.75"/>',
  saving: '<path d="M8 1.75A6.25 6.25 0 1 0 14.25 8"/>',
  failed:
    '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" stroke="none"/>' +
    '<path d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" stroke="#fff" stroke-width="1.75"/>',
};
export const drawing = (name) =>
  make("template", {
    innerHTML:
      '<svg class="icon" aria-hidden="true" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" ' +
      `stroke-linecap="round" stroke-linejoin="round">${drawings[name]}</svg>`,
  }).content.firstChild;

export function button(text, act, className = "as-link") {
  const element = make("button", { type: "button", className }, text);
  element.addEventListener("click", act);
  return element;
}
