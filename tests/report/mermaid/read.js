// A JSON list of diagrams on stdin -> for each what Mermaid's own parser finds in it, or its error; on stdout, as JSON.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
for (const name of ["document", "Element", "HTMLElement", "SVGElement", "Node", "NodeFilter", "DocumentFragment", "DOMParser"]) {
  globalThis[name] = window[name];
}
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

// What Mermaid makes of `#59;` while it parses, and takes back when it draws.
const shown = (text) =>
  (text ?? "").replace(/ﬂ°°/g, "&#").replace(/ﬂ°/g, "&").replace(/¶ß/g, ";").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

async function read(text) {
  try {
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    return {
      type,
      actors: [...db.getActors().values()].map((actor) => shown(actor.description)),
      messages: db.getMessages().map((message) => ({ kind: message.type, from: message.from, to: message.to, text: shown(message.message) })),
    };
  } catch (error) {
    return { error: String(error) };
  }
}

const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  found.push(await read(text));
}
console.log(JSON.stringify(found));
