import { debounce, fold } from "./dom.js";

/** Narrows the cards by words (every word must occur) and by whom the view is for. */
export function enhanceGallery(root) {
  const tools = root.querySelector(".gallery-tools");
  if (!tools) return;
  const cards = [...root.querySelectorAll(".card")].map((node) => ({
    node,
    text: fold(`${node.textContent} ${node.dataset.view || ""}`),
    audience: (node.dataset.for || "").split(" "),
  }));
  const aspects = [...root.querySelectorAll(".aspect")];
  const input = tools.querySelector("input[type=search]");
  const boxes = [...tools.querySelectorAll("input[type=checkbox]")];
  const status = tools.querySelector("[role=status]");
  tools.hidden = false;

  const apply = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const wanted = boxes.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    for (const card of cards) {
      const fits =
        words.every((word) => card.text.includes(word)) &&
        (wanted.length === 0 || wanted.some((who) => card.audience.includes(who)));
      card.node.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const aspect of aspects) aspect.hidden = !aspect.querySelector(".card:not([hidden])");
    status.textContent = shown === cards.length ? `${shown} views` : `${shown} of ${cards.length} views`;
  };
  input.addEventListener("input", debounce(apply, 80));
  for (const box of boxes) box.addEventListener("change", apply);
  apply();
}
