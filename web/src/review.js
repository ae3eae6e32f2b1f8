/** Keys for the buttons of a review, and what a reviewer would else type each time: the name, and for this visit the token. */
export function enhanceReview(root) {
  const keyed = [...root.querySelectorAll("[data-key]")];
  if (keyed.length === 0) return;
  const form = root.querySelector("form.review");
  // `milieu link --review` opens the page with the token behind the #, which no server sees.
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  if (form) {
    remember(form.elements.token, sessionStorage);
    remember(form.elements.reviewer, localStorage);
  }
  root.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const meant = keyed.find((node) => node.dataset.key === event.key && !node.disabled);
    if (!meant) return;
    event.preventDefault();
    meant.click();
  });
}

function remember(field, storage) {
  if (!field) return;
  if (!field.value) field.value = storage.getItem(field.name) || "";
  field.form.addEventListener("submit", () => storage.setItem(field.name, field.value));
}
