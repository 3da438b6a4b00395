// While a statement is typed, its quotes are asked whether they carry it. Nothing is stored until the form is sent.
const list = document.querySelector(".pairs[data-check]");
const PAUSE = 500;

function tell(box, stands, reasons) {
  box.textContent = "";
  if (stands) {
    const line = document.createElement("p");
    line.className = "good";
    line.textContent = "Its quotes carry it.";
    box.append(line);
    return;
  }
  const faults = document.createElement("ul");
  faults.className = "errorlist";
  for (const reason of reasons) {
    const item = document.createElement("li");
    item.textContent = reason;
    faults.append(item);
  }
  box.append(faults);
}

for (const form of list ? list.querySelectorAll("form.reword") : []) {
  const box = form.querySelector(".checked");
  let timer = 0;
  let latest = 0;
  form.elements.text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = (latest += 1);
      const answer = await fetch(list.dataset.check, { method: "POST", body: new FormData(form) }).catch(() => null);
      // An answer to words that were typed on since says nothing about those that stand there now.
      if (mine !== latest || !answer || !answer.headers.get("Content-Type")?.startsWith("application/json")) return;
      const told = await answer.json();
      tell(box, told.stands, told.reasons);
      form.elements.text.setAttribute("aria-invalid", String(!told.stands));
    }, PAUSE);
  });
}
