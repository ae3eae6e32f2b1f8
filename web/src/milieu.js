import { enhanceGallery } from "./gallery.js";
import { enhanceForms } from "./form.js";
import { enhanceTable } from "./table.js";
import { enhanceCode } from "./code.js";
import { enhancePanels } from "./panel.js";
import { enhanceReview } from "./review.js";
import { readResult } from "./result.js";
import { showChart } from "./chart/show.js";

function start() {
  enhanceGallery(document);
  enhanceForms(document);
  enhanceCode(document);
  enhanceReview(document);
  for (const table of document.querySelectorAll("table.result")) enhanceTable(table);
  const figure = document.querySelector("figure[data-chart]");
  const result = readResult(document.getElementById("result"));
  if (figure && result) showChart(figure, result);
  enhancePanels(document);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
