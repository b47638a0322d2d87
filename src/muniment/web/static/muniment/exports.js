// The form of an export shows what goes with what was chosen; without this the answer says so.
"use strict";

const form = document.querySelector("form[data-exports]");
if (form) {
  const what = form.elements.what;
  const format = form.elements.format;
  const all = [...format.options];
  const fit = () => {
    const able = what.selectedOptions[0].dataset.formats.split(" ");
    const before = format.value;
    format.replaceChildren(...able.map((name) => all.find((each) => each.value === name)).filter(Boolean));
    format.value = able.includes(before) ? before : able[0];
    for (const each of form.querySelectorAll("[data-for]")) {
      each.hidden = !each.dataset.for.split(" ").includes(what.value);
    }
    if (form.elements.audience.value === "public") {
      for (const box of form.querySelectorAll("input[name=status]")) {
        if (!["confirmed", "corrected"].includes(box.value)) box.checked = false;
      }
    }
  };
  what.addEventListener("change", fit);
  form.elements.audience.addEventListener("change", fit);
  fit();
}
