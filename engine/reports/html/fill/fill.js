"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const begun = JSON.parse($("begun").textContent);
  const questions = [...document.querySelectorAll(".question")];
  const counted = questions.filter((one) => !one.closest(".aside"));
  const place = `clausegraph-questionnaire ${begun.standards.join(" ")} ${questions.length} ${$("organisation").defaultValue}`;
  const parts = new Map(questions.map((one) => [one.id, [...one.querySelectorAll(".answer")]]));
  // What the page has no field for (known gaps, limits, evidence of one discipline) is kept as it came.
  const kept = new Map();

  const valueOf = (answer) => {
    const typed = answer.querySelector(".value");
    return typed ? typed.value.trim() : answer.querySelector("input:checked")?.value ?? "";
  };
  const setValue = (answer, value) => {
    const typed = answer.querySelector(".value");
    if (typed) typed.value = typed.type === "number" ? value.replace(/\s*%$/, "") : value;
    else for (const radio of answer.querySelectorAll("input")) radio.checked = radio.value === value;
  };
  const proofsOf = (question) => [...question.querySelectorAll(".proof")].map((row) => {
    const said = { ref: ".ref", date: ".date", valid_until: ".until", note: ".shows" };
    return Object.fromEntries(Object.entries(said).map(([key, at]) => [key, row.querySelector(at).value.trim()]).filter(([, text]) => text));
  }).filter((proof) => Object.keys(proof).length);
  const addProof = (question, proof = {}) => {
    const rows = question.querySelectorAll(".proof"), last = rows[rows.length - 1];
    const empty = [...last.querySelectorAll("input")].every((input) => !input.value);
    const row = empty && Object.keys(proof).length ? last : last.cloneNode(true);
    if (row !== last) { for (const input of row.querySelectorAll("input")) input.value = ""; last.after(row); }
    const at = { ref: ".ref", date: ".date", valid_until: ".until", note: ".shows" };
    for (const [key, text] of Object.entries(proof)) row.querySelector(at[key]).value = text;
    return row;
  };
  const isSplit = (question) => question.classList.contains("is-split");
  const split = (question, open) => {
    question.classList.toggle("is-split", open);
    for (const answer of parts.get(question.id)) if (answer.dataset.for) answer.hidden = !open;
    const button = question.querySelector(".split");
    if (button) { button.hidden = open; }
  };

  // One answer as a file has it. What stands once beside the question belongs to the answer for all, or, where there is none, to each.
  const told = (question) => {
    const answers = parts.get(question.id).map((one) => [one.dataset.for, valueOf(one)]).filter(([, value]) => value);
    const evidence = proofsOf(question), note = question.querySelector("textarea").value.trim(), by = $("by").value.trim();
    const all = answers.some(([name]) => !name);
    return answers.map(([name, answer]) => {
      const before = kept.get(`${question.id}@${name}`) ?? {};
      const same = before.answer === answer;
      const long = { answer };
      if (!name || !all) { if (evidence.length) long.evidence = evidence; } else if (before.evidence) long.evidence = before.evidence;
      if (before.known) long.known = before.known;
      if (before.limit) long.limit = before.limit;
      if (!name || !all) { if (note) long.note = note; } else if (before.note) long.note = before.note;
      const who = same && before.by ? before.by : by;
      if (who) long.by = who;
      return [name, long];
    });
  };
  // JSON is YAML: texts in double quotes read the same in both.
  const quoted = (value) => JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const written = () => {
    const lines = ["# Filled in with the page of clausegraph. Then: clausegraph assess FILE, or merge WHOLE FILE --output NEW"];
    lines.push(`organisation: ${quoted($("organisation").value.trim() || "Name of the organisation")}`);
    if (begun.about) lines.push(`about: ${quoted(begun.about)}`);
    if ($("as_of").value) lines.push(`as_of: ${quoted($("as_of").value)}`);
    lines.push(`standards: ${quoted(begun.standards)}`, "answers:");
    for (const question of questions) {
      const answers = told(question);
      if (!answers.length) continue;
      const only = answers.length === 1 && !answers[0][0];
      lines.push(`  ${question.id}: ${quoted(only ? answers[0][1] : byDiscipline(question, answers))}`);
    }
    return lines.join("\n") + "\n";
  };
  // An answer for all beside answers of disciplines stands for those that are asked and have none of their own.
  const byDiscipline = (question, answers) => {
    const found = Object.fromEntries(answers);
    const common = found[""];
    delete found[""];
    if (common) for (const answer of parts.get(question.id)) if (answer.dataset.for) found[answer.dataset.for] ??= common;
    return found;
  };
  const read = (text) => {
    const found = { answers: {} };
    for (const line of text.split(/\r?\n/)) {
      const match = /^( {2})?([a-z][a-z0-9_.]*): ([[{"].*)$/.exec(line);
      if (!match) continue;
      const value = JSON.parse(match[3]);
      if (match[1]) found.answers[match[2]] = "answer" in value ? { "": value } : value;
      else found[match[2]] = value;
    }
    return found;
  };
  const fill = (answers) => {
    for (const question of questions) {
      const given = answers[question.id];
      if (!given) continue;
      for (const answer of parts.get(question.id)) {
        const one = given[answer.dataset.for];
        if (!one) continue;
        setValue(answer, String(one.answer));
        kept.set(`${question.id}@${answer.dataset.for}`, { ...one, answer: valueOf(answer) });
      }
      split(question, Object.keys(given).some((name) => name));
      const first = given[""] ?? Object.values(given)[0];
      for (const row of [...question.querySelectorAll(".proof")].slice(1)) row.remove();
      for (const input of question.querySelectorAll(".proof input")) input.value = "";
      for (const proof of first.evidence ?? []) addProof(question, proof);
      question.querySelector("textarea").value = first.note ?? "";
    }
  };

  const update = () => {
    let done = 0;
    for (const question of questions) {
      const values = parts.get(question.id).map(valueOf);
      const answered = values.some((value) => value);
      question.classList.toggle("is-answered", answered);
      if (counted.includes(question)) done += answered;
      parts.get(question.id).forEach((answer, number) => { answer.querySelector(".clear").hidden = !values[number]; });
      const beside = proofsOf(question).length || question.querySelector("textarea").value.trim();
      question.querySelector(".has").textContent = beside ? (answered ? " ✓" : " – answer the question, or this is not saved") : "";
    }
    $("done").max = counted.length;
    $("done").value = done;
    $("count").textContent = `${done} of ${counted.length} answered`;
    for (const section of document.querySelectorAll("main section")) {
      const here = section.querySelectorAll(".question");
      section.querySelector(".share").textContent = `${section.querySelectorAll(".is-answered").length} of ${here.length}`;
    }
  };
  const filter = () => {
    const who = $("who").value, show = $("show").value, words = $("find").value.trim().toLowerCase();
    for (const question of questions) {
      const answered = question.classList.contains("is-answered");
      const fits = (!who || question.dataset.who === who) && (!show || (show === "answered") === answered)
        && (!words || question.textContent.toLowerCase().includes(words) || question.id.includes(words));
      question.hidden = !fits;
    }
    for (const section of document.querySelectorAll("main section")) section.hidden = !section.querySelector(".question:not([hidden])");
  };
  const remember = () => { try { localStorage.setItem(place, written()); } catch { /* a browser may keep nothing of a page opened from a file */ } };
  const say = (text) => { $("said").textContent = text; };
  const take = (text) => {
    const found = read(text);
    if (found.organisation) $("organisation").value = found.organisation;
    if (found.as_of) $("as_of").value = found.as_of;
    fill(found.answers);
    update();
  };

  for (const question of questions) {
    split(question, false);
    question.querySelector(".another").hidden = false;
    question.querySelector(".another").addEventListener("click", () => addProof(question).querySelector("input").focus());
    question.querySelector(".split")?.addEventListener("click", () => split(question, true));
    for (const answer of parts.get(question.id)) answer.querySelector(".clear").addEventListener("click", () => { setValue(answer, ""); update(); remember(); });
  }
  for (const who of new Set(questions.map((one) => one.dataset.who))) $("who").append(new Option(who));
  fill(begun.answers);
  let draft = null;
  try { draft = localStorage.getItem(place); } catch { /* nothing is kept */ }
  if (draft) { try { take(draft); say("What you filled in before in this browser is here again."); } catch { /* a draft of another kind */ } }
  update();
  document.addEventListener("input", (event) => { if (!event.target.closest(".bar")) { update(); remember(); } });
  for (const name of ["who", "show", "find"]) $(name).addEventListener("input", filter);
  $("save").addEventListener("click", () => {
    const wrong = [...document.querySelectorAll("main input")].find((input) => !input.checkValidity());
    if (wrong) { say("This cannot be read: mend it first."); wrong.focus(); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written()], { type: "application/yaml" }));
    const name = ($("by").value || $("organisation").value || "answers").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    link.download = `${name || "answers"}.yaml`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(`Saved as ${link.download}. Send it back, or give it to clausegraph assess or merge.`);
  });
  $("open").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => {
    const [file] = $("file").files;
    $("file").value = "";
    if (!file) return;
    try { take(await file.text()); remember(); say(`${file.name} is filled in.`); } catch { say("This file was not saved by this page: clausegraph merge reads it, the page does not."); }
  });
  $("bar").hidden = false;
})();
