// Says why nothing comes when the connection that pages are drawn through cannot be made: Streamlit shows its grey shapes
// for ever. Once there has been one, Streamlit itself says that it is lost.

const PATIENCE_MS = 15_000;  // the first run of a fresh server takes 9 s
const EVERY_MS = 1_000;
const connected = () => document.querySelector("[data-test-connection-state='CONNECTED']") !== null;

function sayNoConnection() {
  const notice = document.createElement("div");
  notice.className = "no-connection";
  notice.setAttribute("role", "alert");
  notice.style.cssText = "position:fixed;inset:0 0 auto;z-index:1000000;padding:1rem 1.5rem;background:#fff7e0;"
    + "color:#22282d;font:1rem/1.5 sans-serif;border-bottom:2px solid #8a664c";
  notice.textContent = "La page n’a pas pu se relier au serveur. Un pare-feu, un mandataire ou une extension bloque "
    + `peut-être les connexions WebSocket vers ${window.location.host}, ou le serveur refuse ce nom d’hôte. Remède : `
    + "recharger la page ; si rien ne vient, demander à qui gère le réseau ou le site d’autoriser cette connexion.";
  document.body.append(notice);
  return notice;
}

function waitForConnection() {
  const opened = Date.now();
  let notice = null;
  const timer = setInterval(() => {
    if (connected()) {
      clearInterval(timer);
      notice?.remove();
    } else if (notice === null && Date.now() - opened > PATIENCE_MS) notice = sayNoConnection();
  }, EVERY_MS);
}

waitForConnection();
