// The window of the speaker follows the one that presents, in the same browser: what is told stays there, and no page is
// run again for it. The keys of the speaker press the buttons of the other window.

const PRESENTATION = "presentation";
const WAYS = {
  ArrowLeft: "Left", PageUp: "Left", ArrowUp: "Left", ArrowRight: "Right", PageDown: "Right", ArrowDown: "Right", " ": "Right",
};

function followPresentation() {
  if (window.followsPresentation) return;
  window.followsPresentation = new BroadcastChannel(PRESENTATION);
  const channel = window.followsPresentation;
  let told = "";
  const tell = () => {
    const shown = document.querySelector(".presenter-note");
    const said = shown ? JSON.stringify({ ...shown.dataset }) : "";
    if (said && said !== told) channel.postMessage({ said: { ...shown.dataset } });
    told = said;
  };
  const fill = (notes, said) => {
    const parts = { ".place": said.place, "h1": said.title, ".note": said.note, ".next": said.next };
    for (const [part, text] of Object.entries(parts)) notes.querySelector(part).textContent = text;
    notes.querySelector("h1").hidden = false;
  };
  const notes = () => document.querySelector(".presenter-notes");
  channel.onmessage = ({ data }) => {
    if (data.said && notes()) fill(notes(), data.said);
    if (data.asks) { told = ""; tell(); }
    if (data.way) document.querySelector(`.st-key-presenting-${data.way} button:not(:disabled)`)?.click();
  };
  let asked = false;
  new MutationObserver(() => {
    tell();
    if (!asked && notes()) {
      asked = true;
      channel.postMessage({ asks: true });
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-place", "data-note"] });
  const go = (way) => channel.postMessage({ way });
  document.addEventListener("keydown", (event) => {
    if (notes() && WAYS[event.key] && !event.target.closest?.("button")) go(WAYS[event.key]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".presenter-notes [data-way]");
    if (button) go(button.dataset.way);
  });
}
