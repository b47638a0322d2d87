// A document beside its claims: choosing by pointer or keys, and adding a selected passage.
"use strict";

const list = () => [...document.querySelectorAll(".claim-list a[data-claim]")].filter((link) => link.offsetParent || link.hasAttribute("aria-current"));
const current = () => list().findIndex((link) => link.hasAttribute("aria-current"));

function open(link) {
  if (link) link.click();
}

// A click on a passage opens its shortest claim.
document.querySelector("#text")?.addEventListener("click", (event) => {
  const piece = event.target.closest("[data-claims]");
  if (!piece || !document.getSelection().isCollapsed || event.ctrlKey || event.metaKey) return;
  const key = piece.dataset.claims.split(" ")[0];
  event.preventDefault();
  open(document.querySelector(`.claim-list a[data-claim="${CSS.escape(key)}"]`));
});

// What is open beside the text is marked in it.
function mark() {
  const key = document.querySelector("#claim")?.dataset.open;
  for (const piece of document.querySelectorAll("#text [data-claims]")) {
    piece.classList.toggle("open", piece.dataset.claims.split(" ").includes(key));
  }
  for (const link of list()) {
    if (link.dataset.claim === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const first = document.querySelector("#text .open");
  const box = first?.getBoundingClientRect();
  // In a narrow window the claim lies over the lower part of the text.
  const narrow = matchMedia("(max-width: 60rem)").matches;
  const foot = narrow && key ? innerHeight * 0.38 : innerHeight;
  if (!box || (box.top >= 80 && box.bottom <= foot)) return;
  if (narrow) scrollBy({ top: box.top - innerHeight * 0.15 });
  else first.scrollIntoView({ block: "center" });
}
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "panel") return;
  mark();
  const state = document.querySelector("#claim .state");
  const link = list()[current()];
  if (link && state) {
    const shown = link.querySelector(".state");
    shown.className = state.className;
    shown.textContent = state.textContent;
    link.dataset.status = [...state.classList].find((name) => name !== "state");
    for (const piece of document.querySelectorAll("#text .open")) {
      if (piece.dataset.claims.split(" ")[0] !== link.dataset.claim) continue;
      piece.classList.remove("suggested", "confirmed", "corrected", "rejected", "proposed", "split");
      piece.classList.add(link.dataset.status);
    }
  }
  document.querySelector("#claim")?.focus({ preventScroll: true });
});
mark();

// Pointing at a claim in the list shows where it stands.
for (const kind of ["mouseover", "focusin", "mouseout", "focusout"]) {
  document.querySelector(".claim-list")?.addEventListener(kind, (event) => {
    const key = event.target.closest("[data-claim]")?.dataset.claim;
    const on = kind === "mouseover" || kind === "focusin";
    for (const piece of key ? document.querySelectorAll("#text [data-claims]") : []) {
      if (piece.dataset.claims.split(" ").includes(key)) piece.classList.toggle("near", on);
    }
  });
}

const waits = (link) => link.dataset.status === "suggested" || link.dataset.status === "proposed";
function next(step, wanted) {
  const links = list();
  const here = current();
  const from = here < 0 && step < 0 ? links.length : here;
  for (let at = from + step; at >= 0 && at < links.length; at += step) if (wanted(links[at])) return links[at];
  return undefined;
}
// Past the last and the first that are shown, the keys lead on to other parts of the document.
const turn = (name) => {
  const address = document.querySelector(".claim-list")?.dataset[name];
  if (address) location.assign(address);
};
const step = (link, name) => (link ? open(link) : turn(name));
const actions = {
  j: () => step(next(1, () => true), "after"),
  k: () => step(next(-1, () => true), "before"),
  n: () => step(next(1, waits) ?? list().find((link) => waits(link) && !link.hasAttribute("aria-current")), "open"),
  a: () => addSelected(),
  f: () => {
    const all = [...document.querySelectorAll(".findings a")];
    all[(all.indexOf(document.activeElement) + 1) % all.length]?.focus();
  },
  close: () => {
    const link = list()[current()];
    document.querySelector("#panel").replaceChildren();
    mark();
    link?.focus({ preventScroll: true });
  },
};
document.addEventListener("click", (event) => {
  const go = event.target.closest("[data-go]");
  if (go) actions[go.dataset.go]?.();
});

// Keys: they work wherever nobody is writing.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input:not([type=radio]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const control = document.querySelector(`#claim [data-do="${CSS.escape(event.key)}"]`);
  if (control) {
    event.preventDefault();
    if (control.matches("details")) {
      control.open = true;
      [...control.querySelectorAll("input:not([type=hidden])")].find((field) => field.offsetParent)?.focus();
    } else control.click();
  } else if (event.key.length === 1 && actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});

// Escape leaves a field, so that the keys work again; what was written stays.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest("#panel")) return;
  if (event.target.matches("input, textarea, select")) document.querySelector("#claim")?.focus();
  else for (const part of document.querySelectorAll("#claim details[open]")) part.open = false;
});

// Offsets count code points of the document's text, as the server counts them. A boundary between
// two pieces (a row of a table, a line of a page) belongs to the piece that is inside.
function offset(range, ending) {
  const [node, at] = ending ? [range.endContainer, range.endOffset] : [range.startContainer, range.startOffset];
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) {
    const inside = [...document.querySelectorAll("#text [data-at]")].filter((each) => range.intersectsNode(each));
    const last = inside[ending ? inside.length - 1 : 0];
    if (!last) return null;
    return Number(last.dataset.at) + (ending ? extent(last) : 0);
  }
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, at);
  return Number(piece.dataset.at) + Math.min([...before.toString()].length, extent(piece));
}
const extent = (piece) => (piece.dataset.end ? Number(piece.dataset.end) - Number(piece.dataset.at) : [...piece.textContent].length);

function selected() {
  const selection = document.getSelection();
  const text = document.querySelector("#text");
  if (!text || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(text) || !(text.contains(range.startContainer) || text.contains(range.endContainer))) return null;
  const start = offset(range, false);
  const end = offset(range, true);
  return start === null || end === null || start >= end ? null : { start, end, words: selection.toString() };
}

// Words that were selected last can be taken for a part of a claim, or for its passage.
let last = null;
document.addEventListener("click", (event) => {
  const taking = event.target.closest("[data-take]");
  if (!taking || !last) return;
  const part = taking.closest("[data-span]");
  part.querySelector("[name=start], [name=part_start]").value = last.start;
  part.querySelector("[name=end], [name=part_end]").value = last.end;
  part.querySelector("q").textContent = last.words;
});

function addSelected() {
  const address = document.querySelector("#text")?.dataset.new;
  const span = selected();
  if (!address || !span) return;
  button.hidden = true;
  const view = document.querySelector("#text").dataset.view ?? "";
  htmx.ajax("GET", `${address}?at=${span.start}-${span.end}&view=${view}`, { target: "#panel" });
}

const button = document.createElement("button");
button.className = "main add-here";
button.type = "button";
button.hidden = true;
button.textContent = `+ ${document.querySelector("#text")?.dataset.add ?? ""}`;
button.addEventListener("click", addSelected);
document.body.append(button);
document.addEventListener("selectionchange", () => {
  const text = document.querySelector("#text");
  const span = text?.dataset.new ? selected() : null;
  const splitting = document.querySelector("#claim details[open] [data-take]");
  if (span) last = span;
  button.hidden = !span || Boolean(splitting);
  if (!span) return;
  const box = document.getSelection().getRangeAt(0).getBoundingClientRect();
  button.style.insetBlockStart = `${box.bottom + scrollY + 6}px`;
  button.style.left = `${box.right + scrollX - 20}px`;
});
