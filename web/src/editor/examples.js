import { el } from "../dom.js";

export async function fillExamples(address, place, choose) {
  if (!place) return;
  let examples = [];
  try {
    const response = await fetch(address, { headers: { accept: "application/json" } });
    if (response.ok) examples = await response.json();
  } catch {
    examples = [];
  }
  if (examples.length === 0) return;
  const select = el("select", { id: "example" }, el("option", { value: "" }, "Choose …"), examples.map(({ title }, at) => el("option", { value: at }, title)));
  select.addEventListener("change", () => {
    if (select.value !== "") choose(examples[Number(select.value)].query);
  });
  place.replaceChildren(el("label", { for: "example" }, "Example queries"), select);
  place.hidden = false;
}
