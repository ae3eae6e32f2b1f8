import { el } from "./dom.js";

/** A copy button on every code block that asks for one. */
export function enhanceCode(root) {
  if (!navigator.clipboard) return;
  for (const block of root.querySelectorAll(".code")) {
    const button = el("button", { type: "button", class: "small copy" }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("pre").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copy failed";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.append(button);
  }
}
