// Tails the events of a question. The browser reconnects by itself and says which event it saw last.
const run = document.getElementById("run");
const passed = document.getElementById("passed");
const heading = document.getElementById("h-passed");
const waiting = document.getElementById("waiting");
const order = ["searching", "found", "ranked", "drafted"];
let kept = passed.children.length;
let drafted = 0;

function reached(kind, told) {
  waiting.hidden = true;
  for (const item of run.querySelectorAll("[data-stage]")) {
    const place = order.indexOf(item.dataset.stage) - order.indexOf(kind);
    item.className = place < 0 ? "done" : place === 0 ? "now" : "";
    if (place === 0 && told) item.querySelector(".told").textContent = `: ${told}`;
  }
}

function cleared() {
  passed.replaceChildren();
  heading.hidden = true;
  kept = 0;
  for (const item of run.querySelectorAll("[data-stage]")) {
    item.className = item.dataset.stage === order[0] ? "now" : "";
    item.querySelector(".told").textContent = "";
  }
}

const told = {
  searching: (data) => [...data.question.understood.drugs, ...data.question.understood.conditions].join(", "),
  found: (data) => `${data.passages} passages of ${data.sources} sources`,
  ranked: (data) => `${data.usable} of them may be used`,
  drafted: (data) => `${(drafted = data.statements)} sentences`,
};
const events = new EventSource(`${run.dataset.events}?after=${run.dataset.after}`);
for (const kind of order) {
  events.addEventListener(kind, (event) => reached(kind, told[kind](JSON.parse(event.data))));
}
events.addEventListener("checked", (event) => {
  const data = JSON.parse(event.data);
  if (!data.kept) return;
  const item = document.createElement("li");
  item.className = "statement";
  item.textContent = data.text;
  passed.append(item);
  heading.hidden = false;
  kept += 1;
  reached("drafted", drafted ? `${kept} of ${drafted} passed so far` : "");
});
events.addEventListener("restarted", cleared);
for (const last of ["finished", "failed"]) {
  events.addEventListener(last, () => {
    events.close();
    location.reload();
  });
}
events.addEventListener("error", () => {
  // Closed for good (too many are watching, or it is over): look again as a page without a script would.
  if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000);
});
