// Reviewing by keyboard: j and k move, s, w and b judge, d goes to the decision. Each verdict is kept at once.
const form = document.getElementById("verdicts");
const pairs = [...form.querySelectorAll(".pair")];
const progress = document.getElementById("progress");
const KEYS = { s: "sound", w: "wrong", b: "needs a better source" };
let at = -1;

function go(to) {
  at = Math.max(0, Math.min(pairs.length - 1, to));
  pairs[at].focus({ preventScroll: true });
  pairs[at].scrollIntoView({ block: "start" });
}

function fields(pair) {
  return {
    radios: [...pair.querySelectorAll("input[type=radio]")],
    comment: pair.querySelector("textarea"),
    told: pair.querySelector(".told"),
  };
}

async function keep(pair) {
  const { radios, comment, told } = fields(pair);
  const chosen = radios.find((r) => r.checked);
  if (!chosen) return false;
  if (chosen.value !== "sound" && !comment.value.trim()) {
    told.textContent = "Say in words what is wrong with it.";
    return false;
  }
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set(chosen.name, chosen.value);
  body.set(comment.name, comment.value);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
    told.textContent = "It could not be kept; “Keep these verdicts” below tries again.";
    return false;
  }
  const said = await answer.json();
  told.textContent = said.faults.join(" ");
  progress.textContent = `${said.done} of ${pairs.length} have a verdict`;
  pair.classList.toggle("judged", !said.faults.length && chosen.value === "sound");
  pair.classList.toggle("faulted", !said.faults.length && chosen.value !== "sound");
  return !said.faults.length;
}

for (const pair of pairs) {
  const { radios, comment } = fields(pair);
  for (const radio of radios) radio.addEventListener("change", () => keep(pair));
  comment.addEventListener("change", () => keep(pair));
  comment.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") pair.focus();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (await keep(pair)) go(pairs.indexOf(pair) + 1);
    }
  });
  pair.addEventListener("focusin", () => { at = pairs.indexOf(pair); });
}

document.addEventListener("keydown", async (event) => {
  const typing = event.target.closest("textarea, input:not([type=radio]), select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "d") document.querySelector("#decision textarea[name=comment]").focus();
  else if (KEYS[event.key] && at >= 0) {
    const pair = pairs[at];
    const { radios, comment } = fields(pair);
    radios.find((r) => r.value === KEYS[event.key]).checked = true;
    if (event.key !== "s") comment.focus();
    else if (await keep(pair)) go(at + 1);
  } else return;
  event.preventDefault();
});
