// Streamlit fetches the script of a kind of element when it meets the first one, and shows grey shapes of another height
// until it has come. All are fetched while the server draws the page: what comes then stays where it is.

document.addEventListener("DOMContentLoaded", () => {
  Promise.allSettled(PARTS.map((part) => import(part)));
});
