// specs/tutorial/4_failover.ha as a program: a question a line on stdin, an answer a line on stdout.
"use strict";
const NAMES = ["fw0", "fw1"];
const peer = (d) => (d === "fw0" ? "fw1" : "fw0");

class Pair {
  constructor(sessions) {
    this.alive = { fw0: true, fw1: true };
    this.owner = { fw0: {}, fw1: {} }; // the session table of each: session -> firewall
    this.sessions = Array.from({ length: sessions }, (_, n) => `s${n}`);
    this.wire = []; // messages in flight, the oldest first
  }
  begin({ s, d }) {
    this.owner[d][s] = d;
    this.wire.push({ from: d, to: peer(d), s });
  }
  crash({ d }) {
    this.alive[d] = false;
    this.owner[d] = {};
    this.wire = this.wire.filter((message) => message.from !== d);
  }
  tick() { // one thing happens by itself, if there is anything to do
    if (this.wire.length > 0) return this.receive(this.wire.shift());
    const down = NAMES.find((d) => !this.alive[d]);
    if (!down) return;
    const table = this.owner[peer(down)];
    const orphans = Object.keys(table).filter((s) => table[s] === down);
    orphans.forEach((s) => (table[s] = peer(down)));
    if (orphans.length === 0) this.alive[down] = true; // it comes back once nothing of it is left
  }
  receive({ from, to, s }) {
    if (this.alive[to]) this.owner[to][s] = from;
  }
  show() {
    const state = {};
    for (const d of NAMES) {
      state[`alive[${d}]`] = this.alive[d];
      for (const e of NAMES)
        state[`sync[${d}, ${e}]`] = this.wire.filter((m) => m.from === d && m.to === e).map((m) => `opened(${m.s})`);
      for (const s of this.sessions) state[`owner[${d}, ${s}]`] = this.owner[d][s] ?? null;
    }
    return state;
  }
}

let pair;
function answer({ reset, do: action, arguments: given }) {
  if (reset) pair = new Pair(reset.sizes.Session);
  else if (["begin", "crash", "tick"].includes(action)) pair[action](given);
  else if (action) return { refused: `nothing here can ${action}` };
  return { ok: true, ...(reset && { events: ["tick"] }), state: pair.show() };
}

const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => console.log(JSON.stringify(answer(JSON.parse(line)))));
