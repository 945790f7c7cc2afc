// The page of a result: its lines, and between them its runs, each with its lanes and the state after the step that is chosen.

const data = JSON.parse(document.getElementById("data").textContent);
const spec = new Spec(data.report, data.beside, data.report.spec);
const OUTCOMES = { 0: ["good", "good"], 1: ["bad", "not as it should be"], 3: ["open", "not known"], 70: ["bad", "internal error"], 130: ["open", "interrupted"] };

function shownRun(number) {
  const run = spec.run(number), title = `run-${number}`;
  const heading = make("h2", { id: title }, run.finding.property);
  if (run.count < 0) return make("section", { class: "card story", "aria-labelledby": title }, heading);
  const { story, aside, timeline } = stepped(run, title, number);
  const chosen = plainly(run.finding.with);
  return make("div", { class: "finding" },
    make("div", { class: "middle" }, make("header", { class: "title" }, heading, chosen && make("p", { class: "with muted" }, code(chosen))), timeline && timeline.element, story), aside);
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
