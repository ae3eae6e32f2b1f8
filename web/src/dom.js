/** Builds an element. Attributes that are null or false are left out; children may be strings, nodes or nothing. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function debounce(task, wait) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => task(...args), wait);
  };
}

/** Folds case and accents, so that "orebro" finds "Örebro". */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
