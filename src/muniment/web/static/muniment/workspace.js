// What pages share: keys, files dropped, dialogs, and being told when the work is done.
"use strict";
document.documentElement.classList.add("js");

// A key beside a control ("/" for search) moves there or presses it, unless somebody is writing.
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const control = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((each) => each.offsetParent);
  if (!control || control.disabled) return;
  event.preventDefault();
  if (control.matches("input, textarea, select")) control.focus();
  else control.click();
});

// Files dropped anywhere on the form are its files.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const field = form.querySelector("input[type=file]");
  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("change", () => {
    form.querySelector("[data-chosen]").textContent = [...field.files].map((file) => file.name).join(", ");
  });
}

// A menu closes when the eye has gone elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// An answer that refuses (a stale change, a right that is missing) is shown too.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 403, 409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Where a form has several answers, Enter chooses none of them: a reason half written must not
// become a decision.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  const answers = [...(event.target.form?.elements ?? [])].filter((each) => each.matches("button[name]"));
  if (new Set(answers.map((each) => `${each.name} ${each.value}`)).size > 1) event.preventDefault();
});

// When the session has ended while somebody was writing, nothing is sent and nothing is lost: they
// sign in in another window, come back, and send what they wrote. Forms whose text is short or
// chosen (a search, a button) go their usual way.
const ended = (() => {
  const told = document.createElement("div");
  told.className = "ended card";
  told.setAttribute("role", "alert");
  told.hidden = true;
  document.body.append(told);
  const words = document.body.dataset;
  return async () => {
    let answer;
    try {
      answer = await fetch(words.session, { redirect: "manual", cache: "no-store" });
    } catch {
      return false; // the request itself will tell that nothing answers
    }
    const there = answer.ok ? await answer.json() : null;
    if (there?.user === words.user) {
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = there.token;
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": there.token }));
      told.hidden = true;
      return false;
    }
    if (!there && answer.type !== "opaqueredirect") return false;
    const link = document.createElement("a");
    link.href = words.signIn;
    link.target = "_blank";
    link.textContent = words.signInWords;
    told.replaceChildren(words.ended, " ", link);
    told.hidden = false;
    return true;
  };
})();
const written = (form) => form?.method === "post" && [...form.elements].some((each) => each.matches("input:not([type=hidden]), textarea") && each.value);
document.addEventListener("htmx:confirm", (event) => {
  if (!document.body.dataset.session || event.detail.verb !== "post" || !written(event.detail.elt.closest("form"))) return;
  event.preventDefault();
  ended().then((over) => over || event.detail.issueRequest(true));
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!document.body.dataset.session || event.defaultPrevented || form.hasAttribute("hx-post") || form.dataset.checked || !written(form)) return;
  event.preventDefault();
  const by = event.submitter;
  ended().then((over) => {
    if (over) return;
    form.dataset.checked = "yes";
    form.requestSubmit(by);
    delete form.dataset.checked;
  });
});
