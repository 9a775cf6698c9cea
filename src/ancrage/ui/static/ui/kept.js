/* Ce qu’une personne écrit dans un formulaire public reste dans cet onglet jusqu’à l’envoi. Rien ne survit à l’onglet :
   l’appareil est peut-être partagé. */
(() => {
  const key = (name) => `ancrage.${name}`;
  const store = (() => {
    try { return window.sessionStorage; } catch { return null; }
  })();
  if (!store) return;

  const sent = document.querySelector("[data-kept-forget]");
  if (sent) store.removeItem(key(sent.dataset.keptForget));

  const form = document.querySelector("form[data-kept]");
  if (!form) return;
  const fields = () => [...form.elements].filter((one) => one.name && !/^(hidden|submit|button)$/.test(one.type)
    && one.tabIndex !== -1);
  const status = form.querySelector("[data-kept-status]");
  const clear = form.querySelector("[data-kept-clear]");
  const tell = () => { status.hidden = clear.hidden = false; };

  const keep = () => {
    const kept = fields().filter((one) => !/^(radio|checkbox)$/.test(one.type) || one.checked)
      .map((one) => [one.name, one.value]).filter(([, value]) => value);
    try { store.setItem(key(form.dataset.kept), JSON.stringify(kept)); } catch { return; }
    tell();
  };
  const giveBack = (kept) => {
    for (const one of fields()) {
      const values = kept.filter(([name]) => name === one.name).map(([, value]) => value);
      if (/^(radio|checkbox)$/.test(one.type)) one.checked = values.includes(one.value);
      else if (values.length) one.value = values[0];
    }
    tell();
  };

  /* Un formulaire revenu avec des erreurs porte déjà ce qui a été écrit. */
  if (form.querySelector("[data-errors]")) keep();
  else {
    const kept = store.getItem(key(form.dataset.kept));
    if (kept) giveBack(JSON.parse(kept));
  }
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 250); });
  window.addEventListener("pagehide", () => { if (timer && store.getItem(key(form.dataset.kept)) !== null) keep(); });
  clear.addEventListener("click", () => {
    clearTimeout(timer);
    timer = undefined;
    store.removeItem(key(form.dataset.kept));
    for (const one of fields()) {
      if (/^(radio|checkbox)$/.test(one.type)) one.checked = false;
      else one.value = "";
    }
    status.hidden = clear.hidden = true;
    form.querySelector("input:not([type=hidden])").focus();
  });
})();
