/* Ancrage – ce que le navigateur ajoute. Toute page fonctionne sans ce fichier. */
(() => {
  "use strict";

  const french = document.documentElement.lang.startsWith("fr");

  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");

  /* Une touche seule ne fait rien pendant qu’on écrit, ni pour qui l’a demandé. */
  const isAlone = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
    && !document.documentElement.dataset.keys && !document.querySelector("dialog[open]");

  /* « / » mène à la recherche. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !isAlone(event)) return;
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  /* « ? » ouvre la liste des touches sans quitter la page. */
  document.addEventListener("keydown", (event) => {
    const link = document.querySelector("a[data-shortcuts]");
    if (event.key !== "?" || !isAlone(event) || !link || document.getElementById("raccourcis")) return;
    event.preventDefault();
    showKeys(link.href);
  });
  const showKeys = async (address) => {
    const answer = await fetch(address).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const keys = page && page.getElementById("raccourcis");
    if (!keys) { location.assign(address); return; }
    const dialog = Object.assign(document.createElement("dialog"), { className: "an-dialog" });
    dialog.setAttribute("aria-labelledby", "raccourcis-t");
    const body = Object.assign(document.createElement("div"), { className: "an-dialog__b" });
    body.append(keys.querySelector("h2"), keys.querySelector("dl"));
    const foot = Object.assign(document.createElement("form"), { className: "an-dialog__f", method: "dialog" });
    foot.append(Object.assign(document.createElement("button"), {
      className: "qc-button qc-secondary qc-compact", textContent: french ? "Fermer" : "Close",
    }));
    dialog.append(body, foot);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  /* Une clé d’accès n’est proposée que là où elle peut servir; quand l’appareil n’en donne pas, la page le dit. */
  const showAll = (parts) => document.querySelectorAll(parts).forEach((part) => { part.hidden = false; });
  if (window.PublicKeyCredential) showAll("[data-key]");
  document.addEventListener("allauth.error", () => showAll("[data-key-problem]"));

  /* Sur un téléphone, l’onglet ouvert reste en vue. */
  document.fonts.ready.then(() => {
    for (const tab of document.querySelectorAll(".an-tabs [aria-current]")) {
      const strip = tab.parentElement;
      strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
    }
  });

  /* Au clavier, l’onglet atteint se voit en entier. */
  document.addEventListener("focusin", (event) => {
    if (event.target.closest(".an-tabs")) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  /* Un menu déroulant se ferme par Échap ou en cliquant ailleurs. */
  const openMenus = () => document.querySelectorAll("details.an-menu-d[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* Une touche répond et mène à la question suivante : celle du choix (sa valeur) dans un formulaire data-keys. */
  document.addEventListener("keydown", (event) => {
    const form = event.target.form;
    if (!form || !("keys" in form.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = [...form.elements].find((one) => one.name === event.target.name && one.value === event.key.toLowerCase());
    if (event.target.type !== "radio" || !choice) return;
    choice.click();
    const radios = [...form.elements].filter((one) => one.type === "radio");
    (radios.slice(radios.indexOf(choice) + 1).find((one) => one.name !== choice.name) || choice).focus();
  });

  /* Un envoi à la fois : le second clic ne part pas. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "1";
    delete form.dataset.changed;
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000);
  }, true);
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });

  /* Au clavier, qui agit sur une ligne revient à cette ligne, ou à celle qui a pris sa place, plutôt qu’au haut de la page. */
  const ROW = "tbody > tr, ul.an-rows > li, ol.an-rows > li";
  const acts = (row) => [...row.querySelectorAll("a[href], button:not([type=button])")];
  const said = (control) => [...control.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data.trim()).join("");
  const lists = () => [...new Set([...document.querySelectorAll(`main :is(${ROW})`)].map((row) => row.parentElement))];
  const boxOf = (list) => list.closest("main [id]")?.id || "";
  const enter = (row, word) => {
    const found = acts(row);
    const wanted = found.find((one) => said(one) === word) || found.find((one) => one.closest(".an-actions")) || found[0];
    if (wanted) wanted.focus();
  };
  document.addEventListener("click", (event) => {
    const control = event.target.closest("a[href], button");
    if (!control) return;
    const row = event.detail === 0 && control.closest(`main :is(${ROW})`);
    if (row) {
      const list = row.parentElement;
      const kept = { path: location.pathname, box: boxOf(list), at: [...list.children].indexOf(row), word: said(control) };
      kept.list = lists().filter((one) => boxOf(one) === kept.box).indexOf(list);
      sessionStorage.setItem("row", JSON.stringify(kept));
    } else if (event.detail || control.closest("nav, header")) sessionStorage.removeItem("row");
  }, true);
  const comeBack = () => {
    const kept = JSON.parse(sessionStorage.getItem("row") || "null");
    if (!kept || kept.path !== location.pathname) return;
    sessionStorage.removeItem("row");
    if (document.querySelector("[autofocus], [data-errors]")) return;
    const same = lists().filter((one) => boxOf(one) === kept.box);
    const rows = same.length ? same[Math.max(0, Math.min(kept.list, same.length - 1))].children : [];
    if (rows.length) enter(rows[Math.min(kept.at, rows.length - 1)], kept.word);
  };
  /* Une adresse qui porte une ancre déplace le focus jusqu’à la fin du chargement. */
  if (performance.getEntriesByType("navigation")[0]?.type !== "reload") window.addEventListener("load", () => setTimeout(comeBack));
  /* Une ligne remplacée sur place : de même. */
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) comeBack();
  });

  /* Le sommaire des erreurs reçoit le focus. */
  const summary = document.querySelector("[data-errors]");
  if (summary) {
    summary.focus();
    document.title = `${french ? "Erreur" : "Error"} – ${document.title}`;
  }

  /* Ce qui est écrit sans être enregistré retient la page ; un brouillon part de lui-même. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("form[data-guard]");
    if (!form) return;
    form.dataset.changed = "1";
    if (form.dataset.draft) scheduleDraft(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
  });

  const timers = new WeakMap();
  const scheduleDraft = (form) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keepDraft(form), 2000));
  };
  const keepDraft = async (form) => {
    if (form.dataset.sent) return;
    const status = form.querySelector("[data-draft-status]");
    delete form.dataset.changed;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch" },
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      if (status) status.textContent = (await answer.text()).trim();
    } catch {
      form.dataset.changed = "1";
      if (status) status.textContent = french
        ? "Le brouillon n’a pas pu être gardé. Continuez : il sera renvoyé."
        : "The draft could not be kept. Carry on: it will be sent again.";
    }
  };

  /* Une longue liste de suggestions vient du serveur pendant la frappe. */
  const asked = new WeakMap();
  document.addEventListener("input", (event) => {
    const list = event.target.list;
    if (!list || !list.dataset.source) return;
    clearTimeout(asked.get(list));
    asked.set(list, setTimeout(() => suggest(list, event.target.value), 200));
  });
  const suggest = async (list, typed) => {
    if (typed.trim().length < 2) return;
    const address = new URL(list.dataset.source, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const options = (await answer.json()).map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    });
    list.replaceChildren(...options);
  };

  /* Un message lu se ferme. */
  const addClose = (toast) => {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "an-iconbtn";
    close.setAttribute("aria-label", french ? "Fermer ce message" : "Close this message");
    close.append(Object.assign(document.createElement("span"), { className: "an-i an-i-x" }));
    close.addEventListener("click", () => toast.remove());
    toast.append(close);
  };
  const addCloses = () => document.querySelectorAll("#messages .an-toast:not(:has(.an-iconbtn))").forEach(addClose);
  addCloses();
  document.addEventListener("htmx:afterSettle", addCloses);

  /* Sans réponse du serveur, une action HTMX le dit au lieu de se taire. */
  const say = (text) => {
    const region = document.getElementById("messages");
    if (!region) return;
    const toast = document.createElement("div");
    toast.className = "an-toast";
    toast.append(Object.assign(document.createElement("p"), { textContent: text }));
    region.append(toast);
    addClose(toast);
  };
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => say(french
      ? "Ancrage n’a pas répondu. Rien n’a été enregistré : réessayez dans un instant."
      : "Ancrage did not answer. Nothing was saved: try again in a moment."));
  }
})();
