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
  if (!piece || !document.getSelection().isCollapsed) return;
  const key = piece.dataset.claims.split(" ")[0];
  open(document.querySelector(`.claim-list a[data-claim="${CSS.escape(key)}"]`));
});

// What is open beside the text is marked in it.
function mark() {
  const key = document.querySelector("#claim")?.dataset.open;
  for (const piece of document.querySelectorAll(".text [data-claims]")) {
    piece.classList.toggle("open", piece.dataset.claims.split(" ").includes(key));
  }
  for (const link of list()) {
    if (link.dataset.claim === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const first = document.querySelector(".text .open");
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
    for (const piece of document.querySelectorAll(".text .open")) {
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
    for (const piece of key ? document.querySelectorAll(".text [data-claims]") : []) {
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
const actions = {
  j: () => open(next(1, () => true)),
  k: () => open(next(-1, () => true)),
  n: () => open(next(1, waits)),
  a: () => addSelected(),
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
      control.querySelector("input:not([type=hidden])")?.focus();
    } else control.click();
  } else if (event.key.length === 1 && actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});

// Offsets count code points of the document's text, as the server counts them.
function offset(node, at) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, at);
  return Number(piece.dataset.at) + [...range.toString()].length;
}

function selected() {
  const selection = document.getSelection();
  if (selection.isCollapsed || !document.querySelector("#text").contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : [start, end];
}

function addSelected() {
  const address = document.querySelector("#text")?.dataset.new;
  const span = selected();
  if (!address || !span) return;
  button.hidden = true;
  htmx.ajax("GET", `${address}?at=${span[0]}-${span[1]}`, { target: "#panel" });
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
  button.hidden = !span;
  if (!span) return;
  const box = document.getSelection().getRangeAt(0).getBoundingClientRect();
  button.style.insetBlockStart = `${box.bottom + scrollY + 6}px`;
  button.style.left = `${box.right + scrollX - 20}px`;
});
