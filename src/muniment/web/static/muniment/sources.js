// Files and folders are sent one by one, each with a line of its own; without this the form sends all.
"use strict";

const taking = document.querySelector("form[data-take]");
if (taking) {
  const files = taking.elements.files;
  const folder = taking.querySelector("#folder");
  const list = taking.querySelector(".taking");
  const chosen = taking.querySelector("[data-chosen]");
  const told = taking.dataset;
  const system = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|~\$.*)$/i;
  let waiting = [];
  let busy = false;
  // How far all of it is: a folder may hold hundreds, and what was not taken in must not be missed.
  const counts = { all: 0, done: 0, here: 0, failed: 0 };
  const meter = document.createElement("progress");
  const said = document.createElement("span");
  const tell = () => {
    meter.max = counts.all;
    meter.value = counts.done;
    const words = told.sofar.replace("%1", counts.done.toLocaleString(document.documentElement.lang)).replace("%2", counts.all.toLocaleString(document.documentElement.lang));
    said.textContent = [words, counts.here && `${told.here}: ${counts.here}`, counts.failed && `${told.notTaken}: ${counts.failed}`].filter(Boolean).join(" · ");
    if (counts.all) chosen.replaceChildren(meter, " ", said);
  };
  window.addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });

  taking.querySelector("[data-folder]").hidden = !("webkitdirectory" in folder);

  const line = (name) => {
    const row = document.createElement("li");
    const shown = document.createElement("bdi");
    shown.textContent = name;
    const state = document.createElement("span");
    state.className = "quiet";
    state.textContent = told.waiting;
    row.append(shown, " ", state);
    list.append(row);
    return { row, state };
  };

  const add = (found) => {
    const path = (file) => file.webkitRelativePath || file.name;
    for (const file of [...found].sort((one, other) => path(one).localeCompare(path(other)))) {
      const entry = { file, ...line(file.name) };
      if (system.test(file.name)) entry.state.textContent = told.skipped;
      else {
        waiting.push(entry);
        counts.all += 1;
      }
    }
  };

  const send = (entry) => new Promise((done) => {
    const form = new FormData(taking);
    form.delete("files");
    form.delete("text");
    form.append("files", entry.file, entry.file.name);
    const request = new XMLHttpRequest();
    const part = document.createElement("progress");
    part.max = 1;
    part.setAttribute("aria-label", told.sending);
    entry.state.replaceChildren(part);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) part.value = event.loaded / event.total;
    };
    request.onload = () => {
      if (new URL(request.responseURL || taking.action).pathname !== new URL(taking.action).pathname) {
        entry.state.textContent = document.body.dataset.ended;
        done(false);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html").body;
      const line = answer.querySelector(".state");
      if (answer.querySelector("[data-again]")) counts.here += 1;
      if ([200, 422].includes(request.status) && line && !answer.querySelector("main")) {
        entry.row.replaceChildren(...answer.childNodes);
        done(request.status === 200);
      } else {
        const message = answer.querySelector("main p");
        entry.state.textContent = message ? message.textContent : answer.textContent.trim() || told.failed;
        done(false);
      }
    };
    request.onerror = () => { entry.state.textContent = told.failed; done(false); };
    request.open("POST", taking.action);
    request.setRequestHeader("X-One-File", "1");
    request.send(form);
  });

  const refresh = () => {
    if (!window.htmx) return;
    // Where nothing is under way the page has no list of works.
    for (const part of ["#rows", "#work"]) {
      if (document.querySelector(part)) window.htmx.ajax("GET", location.href, { target: part, select: part, swap: "outerHTML" });
    }
  };

  const run = async () => {
    busy = true;
    meter.setAttribute("aria-label", told.sending);
    while (waiting.length) {
      tell();
      const entry = waiting.shift();
      if (!(await send(entry))) {
        counts.failed += 1;
        list.prepend(entry.row);
      }
      counts.done += 1;
    }
    busy = false;
    tell();
    refresh();
  };

  const read = async (entry, found) => {
    if (entry.isFile) {
      found.push(await new Promise((done, fail) => entry.file(done, fail)));
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return;
      for (const each of some) await read(each, found);
    }
  };

  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    taking.classList.add("over");
  };
  taking.addEventListener("dragenter", over);
  taking.addEventListener("dragover", over);
  taking.addEventListener("dragleave", () => taking.classList.remove("over"));
  taking.addEventListener("drop", async (event) => {
    event.preventDefault();
    taking.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const found = [];
    if (entries.length) for (const entry of entries) await read(entry, found);
    else found.push(...event.dataTransfer.files);
    add(found);
    if (!busy) run();
  });
  taking.addEventListener("submit", (event) => {
    const found = [...files.files, ...folder.files];
    if (!found.length || taking.elements.text.value.trim()) return;
    event.preventDefault();
    add(found);
    files.value = "";
    folder.value = "";
    if (!busy) run();
  });
}
