/* Ancrage – la carte à côté d’une liste. Sans ce fichier, la carte est un dessin (SVG) dont chaque numéro mène à la liste.
   Leaflet et le reste (ui/map-live.js) ne sont demandés qu’au moment où une carte arrive en vue. Les lieux, l’eau et les
   limites sont dessinés ici : aucune image ne vient d’ailleurs, sauf si l’exploitant a réglé une source de tuiles. */
(() => {
  "use strict";
  if (window.ancrageMaps) return;
  window.ancrageMaps = {};

  const loaded = (name, properties) => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement(name), properties, { onload: resolve, onerror: reject }));
  });
  let library;
  const leaflet = ({ script, live, sheet }) => {
    library ||= Promise.all([
      loaded("link", { rel: "stylesheet", href: sheet }),
      loaded("script", { src: script }),
      loaded("script", { src: live }),
    ]).catch((problem) => { library = null; throw problem; });
    return library;
  };

  /* Une ligne de la liste et son numéro se montrent l’un l’autre. */
  const lineOf = (href) => (href.startsWith("#") ? document.getElementById(decodeURIComponent(href.slice(1))) : null);
  const pair = (figure, pin, show) => {
    const line = lineOf(pin.href);
    const both = (shown) => {
      line?.classList.toggle("is-shown", shown);
      for (const one of figure.querySelectorAll(`[data-pin="${pin.number}"]`)) one.classList.toggle("is-shown", shown);
    };
    const follow = (element, alsoMove) => {
      const on = () => { both(true); if (alsoMove) show(pin); };
      for (const name of ["mouseenter", "focusin"]) element.addEventListener(name, on);
      for (const name of ["mouseleave", "focusout"]) element.addEventListener(name, () => both(false));
    };
    if (line) follow(line, true);
    return (element) => follow(element, false);
  };

  const begin = async (figure) => {
    try {
      const water = fetch(figure.dataset.water).then((answer) => answer.json());
      const [drawn] = await Promise.all([water, leaflet(figure.dataset)]);
      window.ancrageMaps.draw(figure, drawn);
    } catch (problem) {
      /* Hors ligne, le dessin demeure. */
      console.warn(problem);
    }
  };
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      begin(target);
    }
  }, { rootMargin: "200px" });
  const prepare = () => {
    for (const figure of document.querySelectorAll("figure[data-map]:not([data-ready])")) {
      figure.dataset.ready = "";
      figure.show = () => {};
      figure.pairs = JSON.parse(figure.dataset.map).pins.map((pin) => {
        const also = pair(figure, pin, (shown) => figure.show(shown));
        for (const one of figure.querySelectorAll(`svg [data-pin="${pin.number}"]`)) also(one);
        return also;
      });
      near.observe(figure);
    }
  };
  prepare();
  document.addEventListener("htmx:afterSettle", prepare);
})();
