/** Keeps shared addresses short: a field that is empty or at its default is not sent. Shows that the server is at work. */
export function enhanceForms(root) {
  for (const form of root.querySelectorAll("form.parameters")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) {
        if (!field.name) continue;
        const isDefault = field.dataset.default !== undefined && field.value === field.dataset.default;
        const mayDrop = !field.required && (field.value === "" || isDefault);
        if (mayDrop) field.disabled = true;
      }
      const button = form.querySelector("button.primary");
      if (button) button.textContent = "Working …";
    });
    // Coming back through the browser's history brings the page as it was left: undo the above.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      for (const field of form.elements) field.disabled = false;
      const button = form.querySelector("button.primary");
      if (button) button.textContent = button.dataset.label || "Show";
    });
  }
}
