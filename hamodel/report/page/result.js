// The page of a result: its lines, and between them its runs, each with its lanes and the state after the step that is chosen.

const data = JSON.parse(document.getElementById("data").textContent);
const spec = new Spec(data.report, data.beside, data.report.spec);
const OUTCOMES = { 0: ["good", "good"], 1: ["bad", "not as it should be"], 3: ["open", "not known"], 70: ["bad", "internal error"], 130: ["open", "interrupted"] };

const live = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
let view = null; // the run that was stepped through last: keys are for it

function shownRun(number) {
  const run = spec.run(number), title = `run-${number}`;
  const heading = make("h2", { id: title }, run.finding.property);
  if (run.count < 0) return make("section", { class: "card story", "aria-labelledby": title }, heading);
  const lanes = new Lanes(run, (step) => go(step, false));
  const state = make("div", { class: "state-box", "data-scrolls": true }), stateTitle = make("h2", { id: `state-${number}` });
  const doing = make("span", { class: "doing" }), count = make("span", { class: "count" });
  const here = { run, step: 0 };
  const button = (sign, name, keys, to) => make("button", { type: "button", "aria-label": name, "aria-keyshortcuts": keys, title: `${name} (${keys})`, onclick: () => go(to(), true) }, drawn(sign));
  const back = button(SIGN.previous, "Previous step", "ArrowLeft", () => here.step - 1), on = button(SIGN.next, "Next step", "ArrowRight", () => run.next(here.step));

  function go(step, seek) {
    view = here;
    here.step = Math.min(Math.max(0, step), run.count);
    lanes.show(here.step, seek);
    tell();
    fill(live, `Step ${here.step} of ${run.count}: ${run.action(here.step)}`);
  }

  function tell() {
    fill(stateTitle, here.step ? `State after step ${here.step}` : "First state");
    fill(state, picture(run, here.step), stateTables(run, here.step));
    fill(doing, run.action(here.step));
    fill(count, `${here.step} of ${run.count}`);
    back.setAttribute("aria-disabled", String(here.step === 0));
    on.setAttribute("aria-disabled", String(run.next(here.step) === here.step));
  }

  here.go = go;
  if (!view) view = here;
  tell();
  const controls = make("div", { class: "controls", role: "group", "aria-label": "Steps" }, back, count, on, doing);
  const chosen = plainly(run.finding.with);
  return make("div", { class: "finding" },
    make("div", { class: "middle" }, make("header", { class: "title" }, heading, chosen && make("p", { class: "with muted" }, code(chosen))),
      make("section", { class: lanes.members.length > 5 ? "card story many" : "card story", "aria-labelledby": title },
        make("div", { class: "top" }, controls, lanes.head), lanes.element)),
    make("div", { class: "aside" }, make("section", { class: "card now", "aria-labelledby": `state-${number}` }, stateTitle, state)));
}

function pressed(event) {
  if (!view || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "ArrowRight") view.go(view.run.next(view.step), true);
  else if (event.key === "ArrowLeft") view.go(view.step - 1, true);
  else if (event.key === "Home") view.go(0, true);
  else if (event.key === "End") view.go(view.run.count, true);
  else return;
  event.preventDefault();
}

const [look, said] = OUTCOMES[data.status] || OUTCOMES[3];
const main = make("main", { id: "main", class: "result", tabindex: "-1" },
  make("header", { class: "title" }, make("p", { class: "kicker" }, data.report.path),
    make("h1", { tabindex: "-1" }, `${data.report.spec}: ${data.title}`),
    make("p", { class: `verdict status ${look}` }, drawn(MARKS[look].sign, "sign"), " ", said)),
  data.parts.map((part) => (part.text === undefined ? shownRun(part.run) : make("pre", { class: "card said", dir: "auto", tabindex: "0" }, part.text))));
document.body.append(
  make("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, "To the content"),
  make("header", { class: "page-head" }, make("span", { class: "brand" }, "hamodel"), make("span", { class: "muted" }, data.report.spec)),
  main, live);
document.title = `${data.report.spec}: ${data.title} \u2013 hamodel`;
addEventListener("keydown", pressed);
