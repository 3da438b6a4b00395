// Reviewing by keyboard: j and k move, s, w and b judge, d goes to the decision. Each verdict is kept at once.
const form = document.getElementById("verdicts");
const pairs = [...form.querySelectorAll(".pair")];
const progress = document.getElementById("progress");
const KEYS = { s: "sound", w: "wrong", b: "needs a better source" };
const decision = document.getElementById("decision");
const NOT_KEPT = "It could not be kept; “Keep these verdicts” below tries again.";
const asked = new Map();
let waiting = Promise.resolve();
let unsent = 0;
let at = -1;

function go(to) {
  at = Math.max(0, Math.min(pairs.length, to));
  const there = pairs[at] ?? decision;
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "start" });
}

function fields(pair) {
  return {
    radios: [...pair.querySelectorAll("input[type=radio]")],
    comment: pair.querySelector("textarea"),
    told: pair.querySelector(".told"),
  };
}

// Whether the verdict can be kept; keeping it goes on in the background, so that the next key falls on the next statement.
function keep(pair) {
  const { radios, comment, told } = fields(pair);
  const chosen = radios.find((r) => r.checked);
  if (!chosen) return false;
  if (chosen.value !== "sound" && !comment.value.trim()) {
    told.textContent = "Say in words what is wrong with it.";
    return false;
  }
  const verdict = `${chosen.value}\n${comment.value}`;
  if (asked.get(pair) === verdict) return true;
  asked.set(pair, verdict);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set(chosen.name, chosen.value);
  body.set(comment.name, comment.value);
  // One after the other: an earlier verdict on a statement must not arrive after a later one.
  unsent += 1;
  waiting = waiting.then(() => send(pair, verdict, body)).finally(() => { unsent -= 1; });
  return true;
}

async function send(pair, verdict, body) {
  const said = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok || answer.status === 422 ? answer.json() : Promise.reject(answer)))
    .catch(() => ({ faults: [NOT_KEPT], done: null }));
  const kept = !said.faults.length;
  const sound = verdict.startsWith("sound");
  fields(pair).told.textContent = said.faults.join(" ");
  pair.classList.toggle("judged", kept && sound);
  pair.classList.toggle("faulted", kept && !sound);
  if (said.done !== null) progress.textContent = `${said.done} of ${pairs.length} have a verdict`;
  if (kept) return;
  // Who judges has moved on, so it is told where they look too.
  progress.textContent = `The verdict on ${pair.id} was not kept`;
  if (asked.get(pair) === verdict) asked.delete(pair);
}

for (const pair of pairs) {
  const { radios, comment } = fields(pair);
  for (const radio of radios) radio.addEventListener("change", () => keep(pair));
  comment.addEventListener("change", () => keep(pair));
  comment.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      keep(pair);
      pair.focus();
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (keep(pair)) go(pairs.indexOf(pair) + 1);
    }
  });
  pair.addEventListener("focusin", () => { at = pairs.indexOf(pair); });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, input:not([type=radio]), select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "d") document.querySelector("#decision textarea[name=comment]").focus();
  else if (KEYS[event.key] && pairs[at] && !event.repeat) {
    const pair = pairs[at];
    const { radios, comment } = fields(pair);
    radios.find((r) => r.value === KEYS[event.key]).checked = true;
    if (event.key !== "s") comment.focus();
    else if (keep(pair)) go(at + 1);
  } else return;
  event.preventDefault();
});

// A decision is sent after the verdicts that it rests on.
document.addEventListener("submit", async (event) => {
  if (!unsent) return;
  event.preventDefault();
  await waiting;
  event.target.requestSubmit(event.submitter);
});
window.addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});
