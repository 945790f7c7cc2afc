// specs/tutorial/4_failover.ha as a program: a question a line on stdin, an answer a line on stdout.
"use strict";
const NAMES = ["fw0", "fw1"];
const peer = (d) => (d === "fw0" ? "fw1" : "fw0");
let alive, owner, wire, sessions; // owner[d][s]: as d's table has it; wire: messages in flight, the oldest first

const actions = {
  begin({ s, d }) {
    owner[d][s] = d;
    wire.push({ from: d, to: peer(d), s });
  },
  crash({ d }) {
    alive[d] = false;
    owner[d] = {};
    wire = wire.filter((message) => message.from !== d);
  },
  tick() { // time passes: one thing happens by itself, if there is anything to do
    const down = NAMES.find((d) => !alive[d]);
    const orphans = sessions.filter((s) => down && owner[peer(down)][s] === down);
    if (wire.length > 0) deliver(wire.shift());
    else if (orphans.length > 0) orphans.forEach((s) => (owner[peer(down)][s] = peer(down)));
    else if (down) alive[down] = true;
  },
};
function deliver({ from, to, s }) {
  if (alive[to]) owner[to][s] = from;
}
function reset({ sizes }) {
  [alive, owner, wire] = [{ fw0: true, fw1: true }, { fw0: {}, fw1: {} }, []];
  sessions = Array.from({ length: sizes.Session }, (_, n) => `s${n}`);
  return { ok: true, events: ["tick"], state: state() };
}
function state() {
  const inFlight = (d, e) => wire.filter(({ from, to }) => from === d && to === e).map(({ s }) => `opened(${s})`);
  return Object.fromEntries(NAMES.flatMap((d) => [
    [`alive[${d}]`, alive[d]],
    ...sessions.map((s) => [`owner[${d}, ${s}]`, owner[d][s] ?? null]),
    ...NAMES.map((e) => [`sync[${d}, ${e}]`, inFlight(d, e)]),
  ]));
}
function answer(question) {
  if (question.reset) return reset(question.reset);
  if (question.observe) return { state: state() };
  if (!(question.do in actions)) return { refused: `nothing here can ${question.do}` };
  actions[question.do](question.arguments);
  return { ok: true, state: state() };
}
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => console.log(JSON.stringify(answer(JSON.parse(line)))));
