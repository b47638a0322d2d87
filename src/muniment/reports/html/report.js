"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const status = byId("status");
  const say = (words) => { status.textContent = words; };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  document.documentElement.classList.add("js");

  // The findings stand under the bar at the top, however many lines it takes.
  const bar = document.querySelector(".top");
  const measure = () => {
    const sticky = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.setProperty("--bar", sticky ? `${bar.offsetHeight}px` : "0px");
  };
  new ResizeObserver(measure).observe(bar);

  // Whether a mark stands in the view, pages or text, that the reader has chosen.
  const seen = (mark) => {
    const view = mark.closest(".views");
    return !view || view.querySelector(".as-text").checked === Boolean(mark.closest(".text"));
  };

  // Links from cards and tables to the place in the document: the picture, or the text where
  // the reader has chosen it.
  const placeOf = (name) => {
    const drawn = byId(name + "o");
    return drawn && seen(drawn) ? drawn : byId(name);
  };

  const flash = (element) => {
    all(".on").forEach((other) => other.classList.remove("on"));
    if (element) { element.classList.add("on"); }
  };

  const bring = (element, block) => {
    element.scrollIntoView({ block, inline: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  };

  const goTo = (name) => {
    const place = placeOf(name);
    if (!place) { return; }
    // In the text, the mark follows the anchors and numbers that open it.
    let mark = place;
    while (mark && !mark.matches("a.m, svg a")) { mark = mark.nextElementSibling; }
    mark = mark || place;
    flash(mark);
    bring(mark, "center");
    mark.focus({ preventScroll: true });
  };

  // What is told of a claim: the cells of its row in the table, under the table's own headings.
  const describe = (row) => {
    const section = document.createElement("section");
    const heads = all("th", row.closest("table")).map((head) => head.textContent);
    const list = document.createElement("dl");
    Array.from(row.cells).forEach((cell, index) => {
      if (!cell.textContent.trim()) { return; }
      const term = document.createElement("dt");
      term.textContent = heads[index];
      const value = document.createElement("dd");
      value.dir = "auto";
      value.className = cell.className;
      value.append(...Array.from(cell.cloneNode(true).childNodes));
      list.append(term, value);
    });
    section.append(list);
    return section;
  };

  let cameFrom = null;
  const closeCard = () => {
    const open = all(".claim-card:not([hidden])");
    open.forEach((card) => { card.hidden = true; card.replaceChildren(); });
    if (open.length && cameFrom) { cameFrom.focus({ preventScroll: true }); }
    return open.length > 0;
  };

  const openCard = (refs, from) => {
    const names = refs.split(" ");
    const rows = names.map(byId).filter((element) => element && element.matches("tr"));
    const card = names.map(byId).find((element) => element && element.matches(".card"));
    const scope = (rows[0] || card || from).closest("article");
    const box = scope && scope.querySelector(".claim-card");
    closeCard();
    cameFrom = from;
    if (box && rows.length) {
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "×";
      close.setAttribute("aria-label", "Close");
      close.addEventListener("click", closeCard);
      box.replaceChildren(close, ...rows.map(describe));
      box.hidden = false;
      say(rows.map((row) => `${row.cells[1].textContent}: ${row.cells[2].textContent}; ${row.cells[3].textContent}`).join(". "));
    }
    if (card) {
      flash(card);
      bring(card, "nearest");
      card.focus({ preventScroll: true });
    } else if (box && rows.length) {
      bring(box, "nearest");
      if (from.matches(":focus-visible")) { box.querySelector("button").focus({ preventScroll: true }); }
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place], a[data-refs]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    if (link.dataset.place) { goTo(link.dataset.place); } else { openCard(link.dataset.refs, link); }
  });

  // Filters.
  const off = new Set();
  const code = document.querySelector("select[data-code]");
  const refilter = () => {
    const kinds = all("input[data-kind]").filter((box) => !box.checked).map((box) => box.dataset.kind);
    const levels = all("input[data-level]").filter((box) => !box.checked).map((box) => box.dataset.level);
    document.body.dataset.off = kinds.join(" ");
    const wanted = code ? code.value : "";
    let shown = 0;
    off.clear();
    all(".card").forEach((card) => {
      const hidden = levels.includes(card.dataset.level) || (wanted !== "" && card.dataset.code !== wanted);
      card.hidden = hidden;
      if (hidden) { off.add(card.id); } else { shown += 1; }
    });
    all(".k-finding, .badge").forEach((mark) => {
      if (!mark.dataset.refs) { return; }
      const findings = mark.dataset.refs.split(" ").filter((ref) => /^f\d+$/.test(ref));
      mark.classList.toggle("no-finding", findings.length > 0 && findings.every((ref) => off.has(ref)));
    });
    all(".none-shown").forEach((line) => {
      line.hidden = all(".card:not([hidden])", line.parentElement).length > 0;
    });
    say(`${shown} of ${all(".card").length} findings shown` + (kinds.length ? `; ${kinds.join("s, ")}s not highlighted` : ""));
  };
  const tools = document.querySelector(".tools");
  tools.addEventListener("change", refilter);
  tools.addEventListener("submit", (event) => event.preventDefault());

  // Walking from finding to finding, and from highlight to highlight.
  const step = (list, direction, here, fits) => {
    let at = list.indexOf(here);
    if (at < 0 && direction < 0) { at = list.length; }
    for (let tried = 0; tried < list.length; tried += 1) {
      at = (at + direction + list.length) % list.length;
      if (fits(list[at])) { return list[at]; }
    }
    return null;
  };
  const cards = all(".card");
  let finding = null;
  const walk = (direction) => {
    finding = step(cards, direction, finding, (card) => !card.hidden);
    if (!finding) { say("No finding is shown."); return; }
    const link = finding.querySelector("a[data-place]");
    if (link) { goTo(link.dataset.place); }
    const place = document.querySelector(".m.on, .badge.on");
    finding.classList.add("on");
    finding.focus({ preventScroll: true });
    if (!place || finding.closest(".side")) { bring(finding, "nearest"); }
    say(finding.querySelector("h4").textContent.replace(/\s+/g, " ").trim());
  };
  const marks = all(".source a.m");
  let highlight = null;
  const walkMarks = (direction) => {
    const hidden = (document.body.dataset.off || "").split(" ").filter(Boolean);
    const lit = (mark) => mark.matches(".k-finding:not(.no-finding)")
      || ["figure", "date", "citation", "demand"].some((kind) => !hidden.includes(kind) && mark.matches(`.k-${kind}`));
    highlight = step(marks, direction, highlight, (mark) => seen(mark) && lit(mark));
    if (!highlight) { return; }
    flash(highlight);
    bring(highlight, "center");
    highlight.focus({ preventScroll: true });
  };

  const help = document.querySelector(".help");
  const keys = document.querySelector("[data-keys]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !help.open) { if (closeCard()) { event.preventDefault(); } return; }
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) { return; }
    if (event.key === "Enter" && event.target.matches(".card")) {
      const link = event.target.querySelector("a[data-place]");
      if (link) { event.preventDefault(); goTo(link.dataset.place); }
      return;
    }
    if (!keys.checked || event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) { return; }
    const action = { j: () => walk(1), k: () => walk(-1), n: () => walkMarks(1), p: () => walkMarks(-1), "?": () => help.showModal() }[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  all("[data-walk]").forEach((button) => button.addEventListener("click", () => walk(Number(button.dataset.walk))));
  all("[data-help]").forEach((button) => button.addEventListener("click", () => help.showModal()));
  all("[data-close]").forEach((button) => button.addEventListener("click", () => help.close()));
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card) { finding = card; }
  });

  // Sorting a table of claims by a column.
  all(".claims-table").forEach((table) => {
    const body = table.tBodies[0];
    all("th", table).forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = Array.from(body.rows).map((row) => {
          const cell = row.cells[index];
          const key = cell.dataset.sort || cell.textContent.trim();
          return { row, key, number: key === "" ? NaN : Number(key) };
        });
        keyed.sort((a, b) => {
          const numbers = !Number.isNaN(a.number) && !Number.isNaN(b.number);
          const order = numbers ? a.number - b.number : a.key.localeCompare(b.key, undefined, { numeric: true });
          return down ? -order : order;
        });
        body.append(...keyed.map((entry) => entry.row));
        say(`Sorted by ${button.textContent}, ${down ? "descending" : "ascending"}`);
      });
    });
  });

  // Only what a sighted reader sees takes the keyboard's focus.
  const views = all(".views");
  const refocus = (view) => {
    const text = view.querySelector(".as-text").checked;
    all(".text .badge, .text .scroll", view).forEach((part) => { part.tabIndex = text ? 0 : -1; });
  };
  views.forEach((view) => { refocus(view); view.addEventListener("change", () => refocus(view)); });

  // Whatever is folded is unfolded on paper.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => { folded.forEach((part) => { part.open = false; }); });
})();
