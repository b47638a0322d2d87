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

// An answer that refuses (a stale change, a right that is missing) is shown where it was asked for.
// A whole page is not, nor the one to sign in on: it would stand in the middle of another.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { signIn } = document.body.dataset;
  const { xhr } = event.detail;
  if (signIn && xhr.responseURL && new URL(xhr.responseURL).pathname === signIn) {
    event.detail.shouldSwap = false;
    ended();
  } else if ([400, 403, 409, 422].includes(xhr.status) && !/^\s*<!doctype/i.test(xhr.responseText)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// No answer, or a fault: a click that did nothing must not look like one that did.
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.silent));
document.addEventListener("htmx:responseError", (event) => {
  const text = event.detail.xhr.responseText;
  const said = new DOMParser().parseFromString(text, "text/html").body;
  tell((said.querySelector(".told p") ?? said).textContent.trim() || document.body.dataset.silent);
});
document.addEventListener("htmx:afterSwap", () => tell());

// Where a form has several answers, Enter chooses none of them: a reason half written must not
// become a decision.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  const answers = [...(event.target.form?.elements ?? [])].filter((each) => each.matches("button[name]"));
  if (new Set(answers.map((each) => `${each.name} ${each.value}`)).size > 1) event.preventDefault();
});

// What stops somebody's work is told at the foot of the window; their page stays as it is.
const tell = (() => {
  const told = document.createElement("div");
  told.className = "ended card";
  told.setAttribute("role", "alert");
  told.hidden = true;
  document.body.append(told);
  return (...parts) => {
    // Said once: what asks again and again would be read aloud each time.
    const same = told.textContent === parts.map((each) => each.textContent ?? each).join("");
    if (!same) told.replaceChildren(...parts);
    told.hidden = !parts.length;
  };
})();

// When the session has ended while somebody was writing, nothing is sent and nothing is lost: they
// sign in in another window, come back, and send what they wrote. Forms whose text is short or
// chosen (a search, a button) go their usual way.
const ended = async () => {
  const words = document.body.dataset;
  let answer;
  try {
    answer = await fetch(words.session, { redirect: "manual", cache: "no-store" });
  } catch {
    tell(words.silent);
    return true;
  }
  const there = answer.ok ? await answer.json() : null;
  if (there?.user === words.user) {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = there.token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": there.token }));
    tell();
    return false;
  }
  if (!there && answer.type !== "opaqueredirect") return false;
  const link = document.createElement("a");
  link.href = words.signIn;
  link.target = "_blank";
  link.textContent = words.signInWords;
  tell(words.ended, " ", link);
  return true;
};
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
