// Better with JavaScript: a mark opens its quote over the page, and what only a script can do is shown.
const sheet = document.getElementById("sheet");
const body = document.getElementById("sheet-body");
const kept = new Map();
let opener = null;

async function quote(address) {
  if (!kept.has(address)) {
    const response = await fetch(`${address}&part=quote`, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    kept.set(address, await response.text());
  }
  return kept.get(address);
}

function shown(html) {
  // The server's own page, escaped by it; parsed as a document of its own, so that no script in it can run.
  const parsed = new DOMParser().parseFromString(html, "text/html");
  body.replaceChildren(...parsed.body.childNodes);
}

async function open(mark) {
  opener = mark;
  try {
    shown(await quote(mark.getAttribute("href")));
    sheet.showModal();
    body.focus({ preventScroll: true });
    body.querySelector("mark")?.scrollIntoView({ block: "center" });
  } catch {
    location.assign(mark.href);
  }
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("a.mark");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (mark && sheet && plain && mark.getAttribute("href").startsWith("/sources/")) {
    event.preventDefault();
    open(mark);
  } else if (event.target.closest?.("[data-close]") || event.target === sheet) {
    sheet.close();
  }
});
sheet?.addEventListener("close", () => opener?.focus());
document.addEventListener("pointerover", (event) => {
  const mark = event.target.closest?.("a.mark");
  if (mark?.getAttribute("href").startsWith("/sources/")) quote(mark.getAttribute("href")).catch(() => {});
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "copied";
  });
}
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.fold:not([open])")].filter((one) => !one.closest(".no-print"));
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});
