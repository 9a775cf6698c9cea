/* Ancrage – la carte qu’on déplace : ce que ui/map.js demande, avec Leaflet, quand une carte arrive en vue. */
(() => {
  "use strict";
  const french = document.documentElement.lang.startsWith("fr");
  const words = french
    ? { list: "Voir dans la liste", close: "Fermer", nearer: "Rapprocher", farther: "Éloigner", home: "Domicile" }
    : { list: "See in the list", close: "Close", nearer: "Zoom in", farther: "Zoom out", home: "Home" };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const STEP = 29;

  const made = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* Les numéros d’un même lieu se rangent côte à côte; deux rangées qui se touchent s’écartent, et n’en font qu’une faute de
     place. Comme dans le dessin (ui/pinning.py). */
  const mean = (members, axis) => members.reduce((sum, one) => sum + one.at[axis], 0) / members.length;
  const lotOf = (members) => {
    const columns = Math.ceil(Math.sqrt(members.length));
    const rows = Math.ceil(members.length / columns);
    const place = { x: mean(members, "x"), y: mean(members, "y") };
    return { members, columns, place, x: place.x, y: place.y, w: (columns * STEP) / 2, h: (rows * STEP) / 2 };
  };
  /* Ce qui est en vue y reste en entier. */
  const held = (lot, { min, max }) => {
    if (lot.place.x < min.x || lot.place.x > max.x || lot.place.y < min.y || lot.place.y > max.y) return;
    lot.x = Math.min(Math.max(lot.x, min.x + lot.w + 3), max.x - lot.w - 3);
    lot.y = Math.min(Math.max(lot.y, min.y + lot.h + 3), max.y - lot.h - 3);
  };
  const pushed = (lots, view) => {
    let found = null;
    for (const lot of lots) held(lot, view);
    for (let turn = 0; turn < Math.max(8, Math.min(150, 2000 / lots.length)); turn += 1) {
      found = null;
      for (const [n, one] of lots.entries()) {
        for (const other of lots.slice(n + 1)) {
          const across = one.w + other.w + 6 - Math.abs(one.x - other.x);
          const down = one.h + other.h + 6 - Math.abs(one.y - other.y);
          if (across <= 0 || down <= 0) continue;
          found ||= [one, other];
          const [axis, far] = across < down ? ["x", across] : ["y", down];
          const way = (other[axis] < one[axis] ? -far : far) / 2;
          one[axis] -= way;
          other[axis] += way;
          held(one, view);
          held(other, view);
        }
      }
      if (!found) break;
    }
    return found;
  };
  const apart = (placed, view) => {
    const groups = [];
    for (const one of placed) {
      const near = groups.find((group) => ["x", "y"].every((axis) => Math.abs(one.at[axis] - mean(group, axis)) < STEP / 2));
      if (near) near.push(one);
      else groups.push([one]);
    }
    let lots = groups.map(lotOf);
    for (let two = pushed(lots, view); two; two = pushed(lots, view)) {
      const together = two.flatMap((lot) => lot.members).sort((a, b) => a.rank - b.rank);
      lots = [...lots.filter((lot) => !two.includes(lot)).map((lot) => lotOf(lot.members)), lotOf(together)];
    }
    return lots;
  };

  /* Un nom s’écrit à droite de son lieu, sinon à gauche, au-dessus, au-dessous; sans place, il attend qu’on se rapproche. */
  const cross = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  const sides = (long, [west, north, east, south]) => {
    const x = (west + east - long) / 2;
    const y = (north + south) / 2 - 9;
    return [
      { left: east + 4, top: y, box: [west, y, east + 4 + long, y + 18] },
      { left: west - 4 - long, top: y, box: [west - 4 - long, y, east, y + 18] },
      { left: x, top: north - 18, box: [x, north - 18, x + long, south] },
      { left: x, top: south, box: [x, north, x + long, south + 18] },
    ];
  };

  const draw = (figure, water) => {
    const L = window.L;
    const data = JSON.parse(figure.dataset.map);
    const frame = made("div", { className: "an-map__live" });
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", figure.dataset.label);
    const drawing = figure.querySelector("svg");
    const hadFocus = drawing.contains(document.activeElement) && document.activeElement.dataset.pin;
    drawing.after(frame);
    figure.classList.add("is-live");
    const map = L.map(frame, {
      attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0, minZoom: 4,
      maxZoom: data.tiles ? 18 : 15, zoomAnimation: !calm, fadeAnimation: false, markerZoomAnimation: !calm, inertia: !calm,
      maxBounds: [[40, -90], [66, -50]],
    });
    map.fitBounds(data.bounds, { padding: [36, 36], animate: false });
    frame.addEventListener("focusin", () => map.scrollWheelZoom.enable());
    frame.addEventListener("focusout", () => map.scrollWheelZoom.disable());

    const shape = (polygons, className) => L.polygon(
      polygons.map((rings) => rings.map((ring) => ring.map(([longitude, latitude]) => [latitude, longitude]))),
      { className, interactive: false, weight: className === "water" ? 1.5 : 1, fillOpacity: 1 },
    ).addTo(map);
    if (data.tiles) {
      L.tileLayer(data.tiles.url, { maxZoom: 18, referrerPolicy: "strict-origin" }).addTo(map);
      credit(figure, data.tiles.credit);
    } else shape(water.polygons, "water");
    for (const polygons of data.boundaries || []) shape(polygons, "limit");
    let house = null;
    if (data.home) {
      const here = [data.home.latitude, data.home.longitude];
      if (data.home.radius_km) L.circle(here, { radius: data.home.radius_km * 1000, className: "halo", interactive: false, weight: 1 }).addTo(map);
      const icon = L.divIcon({ className: "an-map__home", iconSize: [18, 17] });
      house = L.marker(here, { icon, interactive: false, keyboard: false }).addTo(map);
      house.getElement().setAttribute("role", "img");
      house.getElement().setAttribute("aria-label", words.home);
    }
    const towns = data.tiles ? [] : data.towns.map(([name, latitude, longitude]) => {
      const label = made("span", { textContent: name });
      const icon = L.divIcon({ className: "an-map__town", html: label, iconSize: [6, 6] });
      return { label, marker: L.marker([latitude, longitude], { icon, interactive: false, keyboard: false }).addTo(map) };
    });

    const popup = L.popup({ className: "an-map__pop", closeButton: false, autoClose: true, closeOnClick: true, minWidth: 180, maxWidth: 260, offset: [0, -8] });
    let opener = null;
    const close = (back) => {
      popup.close();
      if (back) opener?.focus();
    };
    popup.on("remove", () => opener?.setAttribute("aria-expanded", "false"));
    const open = (pin) => {
      opener?.setAttribute("aria-expanded", "false");
      const link = made("a", { href: pin.href, textContent: words.list });
      const shut = made("button", { type: "button", className: "an-iconbtn" }, made("span", { className: "an-i an-i-x an-i--sm" }));
      shut.setAttribute("aria-label", words.close);
      shut.addEventListener("click", () => close(true));
      link.addEventListener("click", () => close(false));
      popup.setLatLng(pin.marker.getLatLng()).setContent(made("div", {}, made("strong", { textContent: pin.title }), shut, made("p", {}, link)));
      popup.openOn(map);
      opener = pin.element;
      opener.setAttribute("aria-expanded", "true");
      link.focus({ preventScroll: true });
    };

    const show = (pin) => {
      const one = pins.find((other) => other.number === pin.number);
      map.panInside(one.marker.getLatLng(), { padding: [24, 24], animate: !calm });
    };
    const pins = data.pins.map((pin, rank) => {
      const icon = L.divIcon({ className: "an-map__pin", html: made("span", { textContent: pin.number }), iconSize: [28, 28] });
      const marker = L.marker([pin.latitude, pin.longitude], { icon, keyboard: true, riseOnHover: true }).addTo(map);
      const element = marker.getElement();
      element.dataset.pin = pin.number;
      element.setAttribute("aria-label", `${pin.number}. ${pin.title}`);
      element.setAttribute("aria-expanded", "false");
      return { ...pin, rank, marker, element };
    });
    for (const pin of pins) {
      figure.pairs[pin.rank](pin.element);
      pin.marker.on("click", () => open(pin));
      pin.element.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") open(pin);
        else if (event.key.startsWith("Arrow")) nearest(pin, event.key)?.element.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      });
    }
    frame.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !popup.isOpen()) return;
      event.stopPropagation();
      close(true);
    });

    /* La flèche mène au numéro le plus proche de ce côté. */
    const nearest = (pin, key) => {
      const [axis, way] = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] }[key];
      const across = axis === "x" ? "y" : "x";
      const from = map.latLngToContainerPoint(pin.marker.getLatLng());
      const found = pins.map((other) => {
        const to = map.latLngToContainerPoint(other.marker.getLatLng());
        return { other, ahead: (to[axis] - from[axis]) * way, aside: Math.abs(to[across] - from[across]) };
      }).filter((one) => one.ahead > 4);
      return found.sort((a, b) => a.ahead + 2 * a.aside - b.ahead - 2 * b.aside)[0]?.other;
    };

    const placed = [...pins, ...(house ? [{ ...data.home, marker: house, rank: pins.length }] : [])];
    const frames = L.layerGroup().addTo(map);
    let taken = [];
    const place = () => {
      frames.clearLayers();
      for (const one of placed) one.at = map.project([one.latitude, one.longitude]);
      const lots = apart(placed, map.getPixelBounds());
      for (const lot of lots) {
        for (const [n, one] of lot.members.entries()) {
          const spot = [lot.x - lot.w + STEP / 2 + (n % lot.columns) * STEP, lot.y - lot.h + STEP / 2 + Math.floor(n / lot.columns) * STEP];
          one.marker.setLatLng(map.unproject(spot));
        }
        const away = Math.hypot(lot.x - lot.place.x, lot.y - lot.place.y) > STEP / 2
          && (Math.abs(lot.x - lot.place.x) > lot.w || Math.abs(lot.y - lot.place.y) > lot.h);
        if (away) {
          const [from, to] = [lot.place, lot].map(({ x, y }) => map.unproject([x, y]));
          L.polyline([from, to], { className: "tie", interactive: false, weight: 1 }).addTo(frames);
          L.circleMarker(from, { className: "town", interactive: false, radius: 3, weight: 0, fillOpacity: 1 }).addTo(frames);
        }
        if (lot.members.length < 2) continue;
        const icon = L.divIcon({ className: "an-map__lot", iconSize: [2 * lot.w + 6, 2 * lot.h + 6] });
        L.marker(map.unproject([lot.x, lot.y]), { icon, interactive: false, keyboard: false, zIndexOffset: -10000 }).addTo(frames);
      }
      taken = lots.map((lot) => [lot.x - lot.w, lot.y - lot.h, lot.x + lot.w, lot.y + lot.h]);
    };
    const name = () => {
      const { min, max } = map.getPixelBounds();
      const inside = ([west, north, east, south]) => west >= min.x && north >= min.y && east <= max.x && south <= max.y;
      const boxes = [...taken];
      for (const town of towns) {
        const { x, y } = map.project(town.marker.getLatLng());
        const holder = taken.find((box) => box[0] < x && x < box[2] && box[1] < y && y < box[3]);
        const found = sides(town.label.offsetWidth, holder || [x - 5, y - 5, x + 5, y + 5])
          .find(({ box }) => inside(box) && !boxes.some((other) => other !== holder && cross(box, other)));
        const dot = town.marker.getElement();
        dot.classList.toggle("is-off", !found);
        dot.classList.toggle("is-held", Boolean(holder));
        if (!found) continue;
        boxes.push(found.box);
        town.label.style.translate = `${found.left - x}px ${found.top - y}px`;
      }
    };
    map.on("zoomend", () => { close(popup.isOpen() && frame.contains(document.activeElement)); place(); });
    map.on("moveend", name);
    place();
    name();

    /* Sous la carte, les boutons ne couvrent aucun lieu. */
    const button = (word, sign, move) => {
      const one = made("button", { type: "button", className: "an-map__zoom", textContent: sign });
      one.setAttribute("aria-label", word);
      one.addEventListener("click", () => move.call(map, 1, { animate: !calm }));
      return one;
    };
    figure.querySelector("figcaption").prepend(made("span", { className: "an-map__zooms" },
      button(words.nearer, "+", map.zoomIn), button(words.farther, "−", map.zoomOut)));
    figure.show = show;
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(frame);
    if (hadFocus) pins.find((pin) => String(pin.number) === hadFocus)?.element.focus({ preventScroll: true });
  };

  /* Le nom de la source, dans la légende; une adresse y devient un lien. */
  const credit = (figure, text) => {
    if (!text) return;
    const [, name, address] = text.match(/^(.*?)\s*(https?:\/\/\S+)?$/s);
    const said = address ? made("a", { href: address, rel: "noreferrer", textContent: name || address }) : name;
    figure.querySelector("figcaption").append(" ", made("span", { className: "an-map__credit" }, said));
  };

  window.ancrageMaps.draw = draw;
})();
