// The four steps of a first visit: shown once per browser, on the home page alone, over no control that they speak of.
// Nothing waits for them: the page is used as before, and Escape or a button ends them. What is seen is kept by the
// browser and sent nowhere.

const SEEN = "premiere-visite";

function seenBefore() {
  try {
    if (localStorage.getItem(SEEN)) return true;
    localStorage.setItem(SEEN, "vue");
    return false;
  } catch {
    return true;  // a browser that keeps nothing would show them at each visit
  }
}

function firstVisit() {
  if (window.firstVisit) return;
  window.firstVisit = true;
  // A link to a view is followed to read it.
  if (!window.location.pathname.endsWith("/") || window.location.search || seenBefore()) return;
  const mark = document.body.dataset;
  const steps = () => document.querySelectorAll(".first-visit .step").length;
  const show = (step) => {
    if (step < 1 || step > steps()) {
      delete mark.firstVisit;
      return;
    }
    mark.firstVisit = step;
    const next = document.querySelector(".first-visit [data-way='next']");
    next.dataset.first ??= next.textContent;
    next.textContent = step === steps() ? next.dataset.last : next.dataset.first;
  };
  const ways = { next: () => Number(mark.firstVisit) + 1, back: () => Math.max(1, Number(mark.firstVisit) - 1), end: () => 0 };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".first-visit button");
    if (button && mark.firstVisit) show(ways[button.dataset.way]());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && mark.firstVisit && !event.target.closest?.("input, textarea")) show(0);
  });
  mark.firstVisit = 1;
}
