// An audit: all pairs in a table, and of each a page: the picture, what to do first, hazards with their runs, findings, settings.
// `pairs`: the objects of the JSON, and `beside` each what only this page shows; `specs`: the runs of hazards, as of a report.

const data = JSON.parse(document.getElementById("data").textContent);
const specs = data.specs.map((spec) => new Spec(spec.report, spec.beside, spec.report.spec));
const several = data.pairs.length !== 1;
const keys = distinct(data.pairs.map((pair) => pair.beside.title));

const SEVERITY = { error: ["bad", SIGN.cross], warning: ["hazard", SIGN.hazard], note: ["away", SIGN.dash] };
const main = make("main", { id: "main", tabindex: "-1", class: "audit" });
const menu = make("nav", { class: "menu", "aria-label": "Contents" });
let shownPair = null; // the number of the pair that is shown; -1: all of them

const sign = (severity) => drawn(SEVERITY[severity][1], `sign ${SEVERITY[severity][0]}`);
const badge = (style, ...said) => make("span", { class: `badge ${style}` }, said);
const place = (leaf) => leaf.file && `${leaf.file}:${leaf.line}`;
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const leaves = (number) => `${number.toLocaleString("en")} ${number === 1 ? "leaf" : "leaves"}`;

// --- addresses: #section/name, with several pairs #pair/section/name ----------------------------------------------------

const address = (pair, ...parts) => `#${[...(several ? [keys[pair]] : []), ...parts].map(encodeURIComponent).join("/")}`;

function wanted() {
  let parts = [];
  try {
    parts = location.hash.slice(1).split("/").filter(Boolean).map(decodeURIComponent);
  } catch { /* an address that is none leads to the start */ }
  const pair = several ? keys.indexOf(parts.shift()) : 0;
  return { pair, at: parts.join("/") };
}

function arrive(first) {
  const { pair, at } = wanted();
  if (pair !== shownPair) {
    shownPair = pair;
    document.body.classList.remove("open-menu");
    fill(main, pair < 0 ? everyPair() : onePair(pair));
    scrollTo(0, 0);
  }
  fill(menu, entries(at));
  document.title = [pair >= 0 ? data.pairs[pair].beside.title : data.title, "audit", "hamodel"].join(" \u2013 ");
  const target = at && [...main.querySelectorAll("[data-at]")].find((element) => element.dataset.at === at);
  if (target) {
    target.dispatchEvent(new CustomEvent("opened"));
    target.scrollIntoView({ block: "start" });
  }
  const title = target || main.querySelector("h1");
  if (!first && title) title.focus({ preventScroll: true });
}

const part = (at, title, ...children) => make("section", { class: "part", "aria-label": title, "data-at": at, tabindex: "-1" }, make("h2", { class: "part-name" }, title), children);

// --- all pairs ---------------------------------------------------------------------------------------------------------

const found = (pair, severity) => pair.findings.filter((finding) => finding.severity === severity).length;
const fewest = (pair) => (pair.hazards && pair.hazards.found.length ? pair.hazards.found[0].faults : null);
const worst = (pair) => Object.keys(SEVERITY).find((severity) => found(pair, severity)) || null;

function everyPair() {
  const totals = Object.keys(SEVERITY).map((severity) => [severity, data.pairs.filter((pair) => found(pair, severity)).length]);
  const number = (count, style) => make("td", { class: "number-cell" }, count ? badge(style, count.toLocaleString("en")) : make("span", { class: "muted" }, drawn(SIGN.dash), unseen("none")));
  return [
    make("header", { class: "title" }, make("h1", { tabindex: "-1" }, `${data.pairs.length} pairs`),
      make("p", { class: "pills" }, totals.filter(([, count]) => count).map(([severity, count]) => badge(SEVERITY[severity][0], sign(severity), ` ${severity}s in ${counted(count, "pair")}`)),
        !totals.some(([, count]) => count) && badge("good", drawn(SIGN.tick), " no rule finds anything"))),
    make("table", { class: "verdicts pairs" }, make("caption", { class: "unseen" }, "Pairs"),
      make("thead", {}, make("tr", {}, ["Pair", "Errors", "Warnings", "Notes", "Hazards", "Not known"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, data.pairs.map((pair, index) => make("tr", {},
        make("th", { scope: "row" }, make("a", { href: address(index) }, worst(pair) ? sign(worst(pair)) : drawn(SIGN.tick, "sign good"), " ", named(keys[index])), make("span", { class: "behind" }, pair.beside.vendor)),
        number(found(pair, "error"), "bad"), number(found(pair, "warning"), "hazard"), number(found(pair, "note"), "away"),
        pair.hazards ? make("td", { class: "number-cell" }, pair.hazards.found.length ? badge("hazard", String(pair.hazards.found.length)) : "0", fewest(pair) !== null && make("span", { class: "behind" }, `from ${counted(fewest(pair), "fault")}`))
          : make("td", { class: "number-cell muted" }, "no model"),
        number(pair.unknown.length, "away"))))),
  ];
}

// --- one pair ----------------------------------------------------------------------------------------------------------

function onePair(index) {
  const pair = data.pairs[index], { beside } = pair;
  const files = pair.members.map((member) => member.files.join(", "));
  return make("article", { class: "pair-page" },
    make("header", { class: "title" },
      make("p", { class: "kicker" }, beside.vendor, make("span", { class: "path" }, ` ${SIGN.dot} ${files.join(" and ")}`)),
      make("h1", { tabindex: "-1" }, named(beside.title)),
      pills(pair),
      beside.since && make("p", { class: "since" }, "Since the earlier audit: ", beside.since, ".")),
    make("div", { class: "summary" },
      make("section", { class: "card", "aria-label": "The pair" }, drawnPair(beside)),
      make("section", { class: "card first", "aria-labelledby": `first-${index}` }, make("h2", { id: `first-${index}` }, "Do first"), doFirst(pair, index))),
    hazards(pair, index),
    pair.findings.length > 0 && part("findings", "What the rules find", beside.groups.map((group) => findingCard(pair, group))),
    pair.differences.length > 0 && part("differences", "More differences", make("p", { class: "muted" }, "The members differ in what no finding is about, and should not, or have in common what should differ."),
      make("div", { class: "card" }, pair.differences.map((difference) => make("div", { class: "difference" }, make("p", {}, code(difference.leaf), `: ${difference.meaning}`), evidence(difference.leaves))))),
    settings(pair, index), read(pair));
}

function pills(pair) {
  const parts = Object.keys(SEVERITY).filter((severity) => found(pair, severity)).map((severity) => badge(SEVERITY[severity][0], sign(severity), ` ${counted(found(pair, severity), severity)}`));
  const byFaults = new Map();
  for (const hazard of pair.hazards ? pair.hazards.found : []) byFaults.set(hazard.faults, (byFaults.get(hazard.faults) || 0) + 1);
  for (const [faults, count] of byFaults) parts.push(badge("hazard", `${counted(count, "hazard")} by ${faults === null ? "faults" : counted(faults, "fault")}`));
  if (!parts.length) parts.push(badge("good", drawn(SIGN.tick), " no rule finds anything"));
  if (!pair.hazards) parts.push(badge("open", drawn(SIGN.open), pair.beside.cut ? " a text is cut: hazards are not told" : " no model of such a pair: hazards are not told"));
  return make("p", { class: "pills" }, parts);
}

// The worst findings that say what to write, then the changes that take hazards away.
function doFirst(pair, index) {
  const rows = pair.beside.groups.map((group) => pair.findings[group.findings[0]]).filter((finding) => finding.severity !== "note" && finding.changes.length)
    .map((finding) => [sign(finding.severity), writes(finding.changes), [finding.headline, " ", make("a", { href: address(index, "findings", finding.rule) }, finding.rule)]]);
  for (const hazard of pair.hazards ? pair.hazards.found : []) {
    const good = hazard.remedies.find((each) => each.faults === null && !each.against.length && !each.brings.length);
    if (good) rows.push([drawn(SIGN.hazard, "sign hazard"), writes(good.changes), ["removes ", make("a", { href: address(index, "hazards", hazard.claim) }, named(hazard.claim))]]);
  }
  if (!rows.length) return make("p", { class: "muted" }, pair.hazards && pair.hazards.found.length ? "No error or warning, and no setting of the model that removes a hazard and brings nothing else." : "No error or warning.");
  return [make("ol", { class: "to-do" }, rows.slice(0, 5).map(([mark, change, why]) => make("li", {}, mark, make("div", {}, change, make("p", { class: "muted" }, why))))),
    rows.length > 5 && make("p", { class: "muted" }, `and ${rows.length - 5} more below`)];
}

const writes = (changes) => changes.map((change) => make("p", { class: "write" }, code(change.leaf), " := ", make("strong", {}, change.value)));

// --- hazards -----------------------------------------------------------------------------------------------------------

function hazards(pair, index) {
  if (!pair.hazards) return null;
  const { hazards: report } = pair;
  return part("hazards", "What can happen to this pair",
    make("div", { class: "card basis" },
      make("p", {}, "What the model of ", report.about, " says, by the spec ", code(report.spec), report.faults !== null && `, in runs with at most ${counted(report.faults, "fault")}`, ". In the runs, ", pair.beside.who, "."),
      report.rechecked && make("p", { class: `status ${report.rechecked.undecided.length ? "open" : "good"}` }, rechecked(report.rechecked)),
      make("div", { class: "columns" },
        make("div", {}, make("h3", {}, "Taken for granted, whatever the files say"), make("ul", { class: "dots" }, report.assumes.map((text) => make("li", {}, text)))),
        make("div", {}, make("h3", {}, "By the files"), rests(report)))),
    report.found.length ? report.found.map((hazard, number) => hazardCard(pair, index, hazard, number)) : make("p", { class: "status good" }, drawn(`${SIGN.tick} `), nothing(pair)),
    report.beyond && report.beyond.length > 0 && make("p", { class: "muted" }, `${report.beyond.length} more take more than ${counted(report.at_most, "fault")}: `, report.beyond.map((each, at) => [at > 0 && ", ", code(each.claim)]), "."));
}

function nothing(pair) {
  const { hazards: report, beside } = pair;
  return `No ${beside.since ? "more claim" : "claim"} of the spec is violated${report.beyond && report.beyond.length ? ` by at most ${counted(report.at_most, "fault")}` : ""}.`;
}

function rechecked(report) {
  const what = `${counted(report.claims, "claim")} for ${counted(report.combinations, "combination")} of the options`;
  return report.undecided.length ? `Checked now: ${what}; not decided, and so not confirmed: ${report.undecided.join("; ")}` : `Confirmed by a check of the spec now: ${what}`;
}

// The options: what the files do not decide, and, to be opened, the others with the lines that decide them.
function rests(report) {
  const decided = report.decided.map((each) => make("li", {}, code(`${each.option} = ${worded(each.value)}`), each.by && ` by ${each.by}`, evidence(each.leaves)));
  return [
    make("ul", { class: "dots" },
      report.explored.map((each) => make("li", {}, code(each.option), `: ${each.kind ? `${each.kind}; ` : ""}not decided by the files: ${each.values.map(worded).join(" and ")} are looked at`)),
      report.excluded.map((each) => make("li", {}, code(each.claim), ` is left out: ${each.since}`))),
    decided.length > 0 && make("details", { class: "decided" }, make("summary", {}, `${counted(decided.length, "option")} decided, with the lines that do`), make("ul", { class: "dots" }, decided)),
  ];
}

function hazardCard(pair, index, hazard, number) {
  const related = pair.beside.groups.map((group) => pair.findings[group.findings[0]]).filter((finding) => finding.hazards.some((tag) => hazard.hazards.includes(tag)));
  const id = `hazard-${index}-${number}`;
  const box = make("div", { class: "run", id: `run-${id}` });
  let opened = false;
  const build = () => { if (!box.childNodes.length) put(box, [theRun(pair, hazard, number, id)]); };
  const toggle = make("button", { type: "button", class: "toggle", "aria-controls": `run-${id}`, onclick: () => show(!opened) });
  function show(open) {
    opened = open;
    if (open) build();
    box.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    fill(toggle, open ? "Hide the run" : "Show the run");
  }
  show(number === 0);
  const card = make("article", { class: "card hazard-card", "data-at": `hazards/${hazard.claim}`, tabindex: "-1", "aria-labelledby": id },
    make("header", {}, badge("hazard", hazard.faults === null ? "faults" : counted(hazard.faults, "fault")), make("span", { class: "muted" }, counted(hazard.steps, "step")),
      make("h3", { id }, named(hazard.claim)), hazard.hazards.length > 0 && make("span", { class: "muted" }, `hazard ${hazard.hazards.join(", ")}`)),
    make("p", { class: "doc" }, make("span", { class: "muted" }, "The spec says of it: "), hazard.doc),
    make("dl", { class: "told" },
      hazard.where && [make("dt", {}, "Only where"), make("dd", {}, code(hazard.where))],
      hazard.unless && [make("dt", {}, "Unless"), make("dd", {}, `${hazard.unless}: not decided by the files`)],
      hazard.leaves && hazard.leaves.length > 0 && [make("dt", {}, "Rests on"), make("dd", {}, evidence(hazard.leaves))],
      !hazard.leaves && pair.hazards.decided.length > 0 && [make("dt", {}, "Rests on"), make("dd", {}, pair.hazards.decided.map((each, at) => [at > 0 && "; ", code(`${each.option} = ${worded(each.value)}`), lines(each.leaves)]))],
      [make("dt", {}, "Smallest change"), make("dd", {}, !hazard.remedies.some((each) => each.faults === null) && "no setting of the model removes it", hazard.remedies.map(remedy))],
      related.length > 0 && [make("dt", {}, "Findings about it"), make("dd", {}, related.map((finding, at) => [at > 0 && ", ", make("a", { href: address(index, "findings", finding.rule) }, finding.rule)]))]),
    toggle, box);
  card.addEventListener("opened", () => show(true));
  card.addEventListener("printed", build);
  return card;
}

function lines(found) {
  const places = [...new Set(found.filter((leaf) => leaf.written).map(place))];
  return make("span", { class: "path muted" }, places.length ? ` (${places.join(", ")})` : " (by default)");
}

function remedy(found) {
  const brings = [...found.brings, ...found.against];
  const takes = found.faults === null ? "" : `It takes ${counted(found.faults, "fault")} then. `;
  return make("div", { class: "remedy" }, writes(found.changes), make("p", { class: "muted" }, takes, brings.length ? ["It brings ", brings.map((name, at) => [at > 0 && ", ", code(name)]), "."] : "No other claim of the spec is violated by it."));
}

function theRun(pair, hazard, number, id) {
  const kept = pair.beside.runs[number];
  if (!kept) return make("pre", { class: "card run-text", tabindex: "0" }, hazard.run.join("\n"));
  const run = specs[kept[0]].run(kept[1]), { take, story, aside } = stepped(run, id, id);
  const who = make("p", { class: "who muted" }, pair.beside.who);
  return make("div", { class: "finding", onfocusin: take, onpointerdown: take }, make("div", { class: "middle" }, who, story), aside);
}

// --- findings ----------------------------------------------------------------------------------------------------------

function findingCard(pair, group) {
  const findings = group.findings.map((number) => pair.findings[number]), [finding] = findings;
  const [style] = SEVERITY[finding.severity];
  return make("article", { class: `card finding-card ${style}`, "data-at": `findings/${finding.rule}`, tabindex: "-1" },
    make("header", {}, badge(style, sign(finding.severity), ` ${finding.severity}`), make("h3", {}, finding.headline, group.whose && make("span", { class: "muted" }, ` (${group.whose})`)), make("code", { class: "rule" }, finding.rule)),
    group.unsure && make("p", { class: "status open" }, drawn(`${SIGN.open} `), sentence(group.unsure)),
    make("p", {}, sentence(finding.why)),
    evidence(findings.flatMap((each) => each.leaves)),
    finding.changes.length > 0 && make("div", { class: "fix" }, make("span", { class: "muted" }, "Write"), make("div", {}, writes(finding.changes))),
    make("p", { class: "fact muted" }, [finding.hazards.length > 0 && `hazard ${finding.hazards.join(", ")}`, group.fact + (finding.source ? ` (${finding.source})` : "")].filter(Boolean).join("; ")));
}

// The leaves that something rests on, with their lines; those of one value stand together.
function evidence(found) {
  const alike = new Map();
  for (const leaf of found) {
    const key = JSON.stringify([leaf.leaf, leaf.value]), where = leaf.written ? place(leaf) : leaf.value === null ? "not set" : "default";
    if (!alike.has(key)) alike.set(key, { leaf, places: new Set() });
    alike.get(key).places.add(where);
  }
  return alike.size > 0 && make("dl", { class: "evidence-lines" }, [...alike.values()].map(({ leaf, places }) => [
    make("dt", {}, code(leaf.leaf), leaf.value !== null && [" = ", make("code", { class: "value" }, leaf.value)]),
    make("dd", { class: "path muted" }, [...places].map((each) => make("span", {}, each)))]));
}

// --- settings, and what was read ---------------------------------------------------------------------------------------

function settings(pair, index) {
  const { beside } = pair;
  const row = (setting) => make("tr", { class: wrong(setting) ? "unlike" : "" },
    make("th", { scope: "row" }, code(setting.leaf), make("span", { class: "behind" }, setting.meaning)),
    setting.members.map((values, number) => make("td", { "data-member": beside.names[number] }, values.length ? values.map(value) : make("span", { class: "muted" }, "not set"))),
    make("td", { class: "effect" }, wrong(setting) && make("span", { class: "status bad" }, drawn(`${SIGN.cross} `), setting.should === "equal" ? "the members differ; " : "the members are alike; "), setting.effect,
      setting.found.length > 0 && ["; found: ", setting.found.map((rule, at) => [at > 0 && ", ", make("a", { href: address(index, "findings", rule) }, rule)])]));
  const written = beside.settings.filter((setting) => setting.written), usual = beside.settings.filter((setting) => !setting.written);
  const body = (title, rows) => rows.length > 0 && make("tbody", {}, make("tr", { class: "group" }, make("th", { colspan: 4, scope: "rowgroup" }, title)), rows.map(row));
  return part("settings", "Settings and their effect",
    beside.cut && make("p", { class: "status open" }, drawn(`${SIGN.open} `), "A text is cut: what counts as a default may have been written."),
    make("table", { class: "verdicts settings" }, make("caption", { class: "unseen" }, "Settings"),
      make("thead", {}, make("tr", {}, ["Leaf", ...beside.names, "What depends on it"].map((name) => make("th", { scope: "col" }, name)))),
      body("Written", written), body("Left to the default, and asked for", usual)),
    beside.more_settings > 0 && make("p", { class: "muted" }, `and ${leaves(beside.more_settings)} more`));
}

const wrong = (setting) => (setting.should === "equal" && setting.unlike) || (setting.should === "differ" && !setting.unlike && setting.written);

const value = (each) => make("div", { class: each.default ? "one-value default" : "one-value" }, make("code", { class: "value" }, each.value), " ",
  make("span", { class: "path muted" }, each.default ? "default" : each.place));

function read(pair) {
  const { beside } = pair;
  const kinds = [["by_rules", "read by rules", "good"], ["compared", "compared", "accent"], ["without_effect", "without effect", "idle"], ["unknown", "not known", "hazard"]];
  return part("read", "What was read of the files",
    make("div", { class: "card" }, pair.members.map((member, number) => {
      const whole = kinds.reduce((sum, [kind]) => sum + member.leaves[kind], 0);
      const bar = make("span", { class: "share-bar", "aria-hidden": "true" }, kinds.filter(([kind]) => member.leaves[kind]).map(([kind, , style]) => {
        const piece = make("i", { class: style });
        piece.style.flexGrow = String(member.leaves[kind]);
        return piece;
      }));
      return make("div", { class: "counts" }, make("p", {}, make("strong", {}, beside.names[number]), " ", make("span", { class: "path muted" }, member.files.join(", "))),
        bar, make("p", {}, `${leaves(whole)} about high availability: `, kinds.map(([kind, said, style], at) => [at > 0 && ", ", make("i", { class: `dot ${style}`, "aria-hidden": "true" }), ` ${member.leaves[kind]} ${said}`])));
    })),
    beside.unknown.length > 0 && make("div", { class: "card" }, make("h3", {}, "Lines that are not known"),
      make("dl", { class: "evidence-lines" }, beside.unknown.map((line) => [make("dt", {}, code(line.text)), make("dd", { class: "path muted" }, `${line.file}:${line.line}`)])),
      beside.more_unknown > 0 && make("p", { class: "muted" }, `and ${beside.more_unknown.toLocaleString("en")} more: \`--format json\` lists them all`)));
}

// --- the menu, paper, and the start ------------------------------------------------------------------------------------

function entries(at) {
  const pair = shownPair < 0 ? null : data.pairs[shownPair];
  const link = (href, here, ...said) => make("a", { class: "all", href, "aria-current": here ? "true" : null }, said);
  const inside = pair && [
    link(address(shownPair), !at, "Summary"),
    pair.hazards && link(address(shownPair, "hazards"), at.startsWith("hazards"), "Hazards"),
    pair.findings.length > 0 && link(address(shownPair, "findings"), at.startsWith("findings"), "Findings"),
    pair.differences.length > 0 && link(address(shownPair, "differences"), at === "differences", "More differences"),
    link(address(shownPair, "settings"), at === "settings", "Settings"),
    link(address(shownPair, "read"), at === "read", "What was read"),
  ];
  if (!several) return inside;
  return [link("#", shownPair < 0, "All pairs"), data.pairs.map((each, index) => [
    make("a", { href: address(index), "aria-current": index === shownPair && !at ? "page" : null }, worst(each) ? sign(worst(each)) : drawn(SIGN.tick, "sign good"), make("span", { class: "entry" }, named(keys[index]))),
    index === shownPair && make("div", { class: "inside" }, inside.slice(1))])];
}

// On paper all is visible: every run, and below the table of pairs every pair.
function onPaper() {
  if (shownPair < 0) main.append(make("div", { class: "all-pairs" }, data.pairs.map((_, index) => onePair(index))));
  for (const card of main.querySelectorAll(".hazard-card")) card.dispatchEvent(new CustomEvent("printed"));
  for (const closed of main.querySelectorAll("details.decided")) closed.open = true;
}

addEventListener("beforeprint", onPaper);
addEventListener("afterprint", () => { for (const copy of main.querySelectorAll(".all-pairs")) copy.remove(); });
addEventListener("hashchange", () => arrive(false));
addEventListener("keydown", (event) => { if (event.target.closest(".run")) pressed(event); });
framed(menu, "Contents", data.title, main, live, make("button", { type: "button", class: "print-button", onclick: () => print() }, "Print"));
arrive(true);
