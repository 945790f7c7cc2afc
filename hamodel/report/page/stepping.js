// A run to step through, for pages with several of them: buttons, lanes, and beside them the state after the step that is chosen.

const live = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
let view = null; // the run that was stepped through last: keys are for it

// `title`: the id of what names the run. The middle and what stands beside it; `take`: from now on keys are for this run.
function stepped(run, title, key) {
  const lanes = new Lanes(run, (step) => go(step, false)), timeline = timelineOf(run, (step) => go(step, true));
  const state = make("div", { class: "state-box", "data-scrolls": true }), stateTitle = make("h2", { id: `state-${key}` });
  const doing = make("span", { class: "doing" }), count = make("span", { class: "count" });
  const here = { run, step: 0 };
  const button = (sign, name, keys, to) => make("button", { type: "button", "aria-label": name, "aria-keyshortcuts": keys, title: `${name} (${keys})`, onclick: () => go(to(), true) }, drawn(sign));
  const back = button(SIGN.previous, "Previous step", "ArrowLeft", () => run.previous(here.step)), on = button(SIGN.next, "Next step", "ArrowRight", () => run.next(here.step));

  function go(step, seek) {
    view = here;
    here.step = Math.min(Math.max(0, step), run.count);
    lanes.show(here.step, seek);
    if (timeline) timeline.show(here.step);
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
  lanes.show(0, false);
  if (!view) view = here;
  tell();
  const controls = make("div", { class: "controls", role: "group", "aria-label": "Steps" }, back, count, on, doing);
  return {
    take: () => { view = here; },
    timeline,
    story: make("section", { class: lanes.members.length > 5 ? "card story many" : "card story", "aria-labelledby": title },
      make("div", { class: "top" }, controls, lanes.head), lanes.element),
    aside: make("div", { class: "aside" }, make("section", { class: "card now", "aria-labelledby": `state-${key}` }, stateTitle, state)),
  };
}

function pressed(event) {
  if (!view || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "ArrowRight") view.go(view.run.next(view.step), true);
  else if (event.key === "ArrowLeft") view.go(view.run.previous(view.step), true);
  else if (event.key === "Home") view.go(0, true);
  else if (event.key === "End") view.go(view.run.count, true);
  else return;
  event.preventDefault();
}
