/* Le champ du gadget : sans formulaire, l’adresse dit ce qui est cherché. Sans ce fichier, restent les besoins, qui sont des liens. */
(() => {
  const box = document.querySelector("[data-widget-search]");
  const field = box.querySelector("input");
  const go = () => {
    const asked = new URLSearchParams({ q: field.value.trim(), pres: box.dataset.near, lang: box.dataset.language });
    if (asked.get("q")) window.location.search = asked;
  };
  box.hidden = false;
  box.querySelector("[data-widget-go]").addEventListener("click", go);
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
})();
